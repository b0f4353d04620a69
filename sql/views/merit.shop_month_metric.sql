create or replace view merit.shop_month_metric as
select m.month, s.metric, s.agents, s.mean
  from period.months() as m(month)
 cross join lateral merit.shop_metrics(m.month) s;

comment on view merit.shop_month_metric is
    'One row per month and metric: agents with a value, and their mean (NULL for fewer than three). No names.';
