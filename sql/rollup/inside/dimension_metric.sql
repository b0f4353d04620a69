-- Surveys bring the names of these metrics, so a metric exists only where one has the dimension.

create or replace view rollup.dimension_metric as
select d.grain, d.agent, d.start, 'csat:' || d.dimension as metric, d.csat_sum::numeric(38, 20) / d.surveys as value
  from rollup.shown_dimension d;

comment on view rollup.dimension_metric is 'One row per grain (day, month), agent, start and dimension: the metric csat:<dimension>.';
