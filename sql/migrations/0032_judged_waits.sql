-- 0032: service hours and staff records change what waits count: dirty rows name staff too.

drop function if exists merit.explain_rounds(text, date, integer);  -- it has a column more

create type ref.team_hours as (team text, open tstzmultirange, suspended tstzmultirange);
comment on type ref.team_hours is 'When a team''s service hours are open, and when service is suspended; team '''': the shop.';

alter table ingest.dirty
    add column staff      text[] collate "C",
    add column staff_days date[];
comment on table ingest.dirty is
    'One row per write that changed something: contacts (customers[i], days[i]), conversations whose surveys may count for another '
    'agent, orders, tickets, surveys; names: how many of these. staff: agents who may be in another team from staff_days[i] on. '
    'Settling deletes what it settles.';

create index contact_part_first_asked on fact.contact_part (day) where first_asked is not null;
comment on index fact.contact_part_first_asked is
    'First responses that may have come on a later day than that of any round of theirs: to find those that new service hours change.';
