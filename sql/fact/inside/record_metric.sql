-- Records bring the names of these metrics, so a metric exists only where something was recorded.

create or replace view fact.record_metric as
select 'month' as grain, t.agent, date_trunc('month', t.day)::date as start, 'tally:' || t.kind as metric,
       sum(t.count) as value
  from fact.tally t
 group by t.agent, date_trunc('month', t.day), t.kind
union all
select 'day', t.agent, t.day, 'tally:' || t.kind, sum(t.count)
  from fact.tally t
 group by t.agent, t.day, t.kind
union all
select 'month', r.agent, to_date(r.period, 'YYYY-MM'), 'mark:' || r.indicator, avg(r.points)
  from (select m.agent, m.indicator, m.period, m.role, avg(m.points) as points
          from fact.last_mark m
         where m.period ~ '^\d{4}-\d{2}$'
         group by m.agent, m.indicator, m.period, m.role) r
 group by r.agent, r.period, r.indicator;

comment on view fact.record_metric is
    'One row per grain (day, month), agent, start and metric: tally:<kind> is a sum; mark:<indicator> is the mean of the '
    'roles'' means, 0 … 100, for months only.';
