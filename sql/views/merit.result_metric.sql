create or replace view merit.result_metric with (security_invoker = true) as
select m.month, m.revision, m.agent, m.metric, m.value from period.metric m;

comment on view merit.result_metric is
    'One row per closed month, revision, agent and metric, as frozen. Agents see themselves, leads their teams.';
