create or replace view merit.agent_day_metric as
select m.agent, m.start as day, m.metric, m.value
  from rollup.metric m
 where m.whose = 'agent' and m.grain = 'day' and m.metric <> 'target_completion'
union all
select d.agent, d.start, d.metric, d.value from rollup.dimension_metric d where d.grain = 'day'
union all
select r.agent, r.start, r.metric, r.value from fact.record_metric r where r.grain = 'day';

comment on view merit.agent_day_metric is
    'One row per agent, business day and metric, for agents who are present on the day; target_completion and '
    'mark:<indicator> do not exist by day. Units as in merit.agent_month_metric.';

comment on column merit.agent_day_metric.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.agent_day_metric.day is 'The business day.';
comment on column merit.agent_day_metric.metric is 'The name of a metric as docs/metrics.md has it.';
comment on column merit.agent_day_metric.value is
    'In the unit that docs/metrics.md gives the metric; NULL where its denominator is 0.';
