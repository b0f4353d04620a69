create or replace view merit.entered_event as
select e.at, e.type collate "C" as type, e.entered_by,
       jsonb_build_object('specversion', '1.0', 'id', e.id, 'source', 'urn:meritd:web', 'type', e.type,
                          'time', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'data', e.data) as event
  from period.entered e;

comment on view merit.entered_event is
    'One row per mark or target that somebody entered on the page: when, of which type, by whom, and the event of docs/events.md, which '
    'may be read again.';

comment on column merit.entered_event.at is 'The event''s time.';
comment on column merit.entered_event.type is 'mark.recorded or target.set.';
comment on column merit.entered_event.entered_by is 'Who did it: the person and the login.';
comment on column merit.entered_event.event is 'The event, as a line of a file for meritd replay.';
