create or replace view fact.last_target as
select distinct on (t.period, t.metric, t.agent) t.agent, t.period, t.metric, t.value, t.at, t.hash
  from fact.counted_target t
 where t.hash::text not in (select e.reference from fact.exclusion e where e.kind = 'target' and e.ended_at is null)
 order by t.period, t.metric, t.agent, t.at desc, t.hash desc;

comment on view fact.last_target is
    'One row per agent, metric, and month or longer period: the last target that is not excluded.';
