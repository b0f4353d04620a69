create or replace view merit.shop_month_metric as
select m.month, s.metric, s.agents, s.mean
  from period.months() as m(month)
 cross join lateral merit.shop_metrics(m.month) s;

comment on view merit.shop_month_metric is
    'One row per month and metric: how many agents have a value, and their mean (NULL for fewer than three agents). No '
    'names.';

comment on column merit.shop_month_metric.month is 'The first day of the business month.';
comment on column merit.shop_month_metric.metric is 'The name of a metric as docs/metrics.md has it.';
comment on column merit.shop_month_metric.agents is 'How many agents have a value.';
comment on column merit.shop_month_metric.mean is 'Their mean, in the unit of the metric; NULL for fewer than three.';
