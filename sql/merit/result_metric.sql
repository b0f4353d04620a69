-- A condition on month decides for which months the function is called; it is called for no others.

create or replace view merit.result_metric as
select m.month, m.revision, m.agent, m.metric, m.value
  from (select distinct c.month from period.closing c) k
 cross join lateral merit.frozen_metrics(k.month) m;

comment on view merit.result_metric is
    'One row per closed month, revision, agent and metric, as frozen. Agents see themselves, leads their teams.';

comment on column merit.result_metric.month is 'The first day of the business month.';
comment on column merit.result_metric.revision is 'The number of the close: 0 for the first, then 1, 2, … for each revision.';
comment on column merit.result_metric.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.result_metric.metric is 'The name of a metric as docs/metrics.md has it.';
comment on column merit.result_metric.value is
    'In the unit that docs/metrics.md gives the metric; NULL where its denominator is 0.';
