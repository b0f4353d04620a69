create or replace view merit.own_metric as
select m.month, s.agent, s.metric, s.value
  from period.months() as m(month)
 cross join lateral merit.own_metrics(m.month) s;

comment on view merit.own_metric is
    'One row per month, agent and metric, as in merit.agent_month_metric, of those whom the caller may see by name.';
