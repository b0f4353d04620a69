create or replace view merit.appeal as
select a.id, a.month, a.revision, a.agent collate "C" as agent, a.indicator collate "C" as indicator, a.reason, a.filed_at,
       a.filed_by, a.state, a.note, a.decided_at, a.decided_by
  from merit.seen_appeals() a;

comment on view merit.appeal is
    'One row per appeal and what was decided. Agents see themselves, leads their teams.';
