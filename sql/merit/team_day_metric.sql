create or replace view merit.team_day_metric as
select d.day, t.team, t.metric, t.value
  from period.used_days() as d(day)
 cross join lateral merit.team_metrics('day', d.day) t;

comment on view merit.team_day_metric is
    'One row per business day, team and metric, for teams with anything on the day; otherwise as merit.team_month_metric. '
    'target_completion does not exist by day.';

comment on column merit.team_day_metric.day is 'The business day.';
comment on column merit.team_day_metric.team is 'The team, as staff records name it.';
comment on column merit.team_day_metric.metric is 'The name of a metric as docs/metrics.md has it.';
comment on column merit.team_day_metric.value is
    'From the team''s sums, in the unit that docs/metrics.md gives the metric; NULL where its denominator is 0.';
