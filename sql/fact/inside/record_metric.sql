-- Records bring the names of these metrics, so a metric exists only where something was recorded.

create or replace view fact.record_metric as
select 'month' as grain, k.agent, m.month as start, 'tally:' || k.kind as metric, k.value
  from ref.month m
 cross join lateral (select t.agent, t.kind, sum(t.count) as value
                       from fact.counted_tally t
                      where t.day >= m.month and t.day < m.ends
                      group by t.agent, t.kind) k
union all
select 'day', t.agent, t.day, 'tally:' || t.kind, sum(t.count)
  from fact.counted_tally t
 group by t.agent, t.day, t.kind
union all
select 'month', r.agent, m.month, 'mark:' || r.indicator, avg(r.points)
  from ref.month m
 cross join lateral (select k.agent, k.indicator, k.role, avg(k.points) as points
                       from fact.last_mark k
                      where k.period = m.name
                      group by k.agent, k.indicator, k.role) r
 group by r.agent, m.month, r.indicator;

comment on view fact.record_metric is
    'One row per grain (day, month), agent, start and metric: tally:<kind> is a sum; mark:<indicator> is the mean of the '
    'roles'' means, 0 … 100, for months only.';
