create or replace view merit.shop_day_metric as
select d.day, s.metric, s.value
  from period.used_days() as d(day)
 cross join lateral rollup.group_metrics('shop', 'day', d.day) s;

comment on view merit.shop_day_metric is
    'One row per business day and metric, for days with anything: from the sums of everybody, "(silent)", "(bot)" and "(unassigned)" '
    'too. target_completion does not exist by day.';

comment on column merit.shop_day_metric.day is 'The business day.';
comment on column merit.shop_day_metric.metric is 'The name of a metric as docs/metrics.md has it.';
comment on column merit.shop_day_metric.value is
    'In the unit that docs/metrics.md gives the metric; NULL where its denominator is 0.';
