create or replace view merit.team_month_metric as
select m.month, t.team, t.metric, t.value
  from period.used_months() as m(month)
 cross join lateral merit.team_metrics('month', m.month) t;

comment on view merit.team_month_metric is
    'One row per month, team and metric, for teams with anything in the month: what those who were in it did on the days on which '
    'they were, as in merit.agent_month_metric. To leads, of the teams that they lead today.';

comment on column merit.team_month_metric.month is 'The first day of the business month.';
comment on column merit.team_month_metric.team is 'The team, as staff records name it.';
comment on column merit.team_month_metric.metric is 'The name of a metric as docs/metrics.md has it.';
comment on column merit.team_month_metric.value is
    'From the team''s sums, in the unit that docs/metrics.md gives the metric; NULL where its denominator is 0.';
