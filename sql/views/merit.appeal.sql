create or replace view merit.appeal with (security_invoker = true) as
select a.id, a.month, a.revision, a.agent, a.indicator, a.reason, a.filed_at, a.filed_by,
       case when d.appeal is null then 'open' when d.accepted then 'accepted' else 'rejected' end as state,
       d.note, d.decided_at, d.decided_by
  from period.appeal a
  left join period.appeal_decision d on d.appeal = a.id;

comment on view merit.appeal is
    'One row per appeal and what was decided. Agents see themselves, leads their teams.';
