-- The function is called for the months that a condition on month leaves, and for no other.
create or replace view merit.result as
select r.month, r.revision, r.revision = k.revision as latest, r.scheme, r.agent,
       r.name, r.team, r.scope, r.total, r.grade, r.rank, r.barred, r.place,
       r.reached, r.why
  from (select c.month, max(c.revision) as revision from period.closing c group by c.month) k
 cross join lateral merit.frozen_results(k.month) r;

comment on view merit.result is
    'One row per closed month, revision, scheme and agent scored, as frozen; latest: of the last revision. Agents '
    'see themselves, leads their teams.';
