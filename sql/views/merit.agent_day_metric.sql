create or replace view merit.agent_day_metric as
select m.agent, m.start as day, m.metric, m.value
  from rollup.metric m
 where m.grain = 'day' and m.metric <> 'target_completion'
union all
select r.agent, r.start, r.metric, r.value from fact.record_metric r where r.grain = 'day';

comment on view merit.agent_day_metric is
    'One row per agent with anything on the business day, day and metric that exists by day (all but '
    'target_completion and mark:<indicator>). Units as in merit.agent_month_metric.';
