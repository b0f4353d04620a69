create or replace view merit.own_metric as
select m.month, s.agent, s.metric, s.value
  from period.months() as m(month)
 cross join lateral merit.own_metrics(m.month) s;

comment on view merit.own_metric is
    'One row per month, agent and metric, as in merit.agent_month_metric, for the agents whom the caller may see by name.';

comment on column merit.own_metric.month is 'The first day of the business month.';
comment on column merit.own_metric.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.own_metric.metric is 'The name of a metric as docs/metrics.md has it.';
comment on column merit.own_metric.value is
    'In the unit that docs/metrics.md gives the metric; NULL where its denominator is 0.';
