create or replace view merit.shop_month_metric as
select m.month, s.metric, s.agents, s.mean, s.value
  from period.used_months() as m(month)
 cross join lateral merit.shop_month_metrics(m.month) s;

comment on view merit.shop_month_metric is
    'One row per month and metric: the shop''s value, how many agents have one, and their mean (no mean for fewer than three '
    'agents). No names; merit_reader sees no value of fewer than three agents either, and no tallies.';

comment on column merit.shop_month_metric.month is 'The first day of the business month.';
comment on column merit.shop_month_metric.metric is 'The name of a metric as docs/metrics.md has it.';
comment on column merit.shop_month_metric.agents is 'How many agents have a value.';
comment on column merit.shop_month_metric.mean is 'Their mean, in the unit of the metric; NULL for fewer than three.';
comment on column merit.shop_month_metric.value is
    'From the sums of everybody, "(silent)", "(bot)" and "(unassigned)" too, in the unit of the metric; NULL where its denominator is 0.';
