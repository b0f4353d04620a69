create or replace view merit.result with (security_invoker = true) as
select r.month, r.revision, r.revision = max(r.revision) over (partition by r.month) as latest, r.scheme, r.agent,
       r.name, r.team, r.scope, r.total, r.grade, r.rank, r.barred, r.place,
       r.reached, r.why
  from period.result r;

comment on view merit.result is
    'One row per closed month, revision, scheme and agent scored, as frozen; latest: of the last revision. Agents '
    'see themselves, leads their teams.';
