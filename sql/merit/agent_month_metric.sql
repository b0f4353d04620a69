create or replace view merit.agent_month_metric as
select m.agent, m.start as month, m.metric, m.value from rollup.metric m where m.whose = 'agent' and m.grain = 'month'
union all
select d.agent, d.start, d.metric, d.value from rollup.dimension_metric d where d.grain = 'month'
union all
select r.agent, r.start, r.metric, r.value from fact.record_metric r where r.grain = 'month';

comment on view merit.agent_month_metric is
    'One row per agent, month (its first day) and metric of docs/metrics.md, for agents who are present in the month. '
    'Rates are 0 … 1, csat and marks 0 … 100, durations in the unit of their name, money in the shop''s currency. NULL: '
    'there is no denominator.';
comment on column merit.agent_month_metric.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';

comment on column merit.agent_month_metric.month is 'The first day of the business month.';
comment on column merit.agent_month_metric.metric is 'The name of a metric as docs/metrics.md has it.';
comment on column merit.agent_month_metric.value is
    'In the unit that docs/metrics.md gives the metric; NULL where its denominator is 0.';
