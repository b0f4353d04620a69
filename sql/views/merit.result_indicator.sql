-- The function is called for the months that a condition on month leaves, and for no other.
create or replace view merit.result_indicator as
select i.month, i.revision, i.scheme, i.agent, i.indicator, i.value, i.points, i.weight, i.contribution
  from (select distinct c.month from period.closing c) k
 cross join lateral merit.frozen_indicators(k.month) i;

comment on view merit.result_indicator is
    'One row per closed month, revision, scheme, agent and indicator, as frozen. Agents see themselves, leads '
    'their teams.';
