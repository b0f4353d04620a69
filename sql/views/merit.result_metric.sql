-- The function is called for the months that a condition on month leaves, and for no other.
create or replace view merit.result_metric as
select m.month, m.revision, m.agent, m.metric, m.value
  from (select distinct c.month from period.closing c) k
 cross join lateral merit.frozen_metrics(k.month) m;

comment on view merit.result_metric is
    'One row per closed month, revision, agent and metric, as frozen. Agents see themselves, leads their teams.';
