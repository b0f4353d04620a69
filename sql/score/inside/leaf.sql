create or replace view score.leaf as
select i.scheme, i.version, i.position, i.indicator, l.leaf,
       case when l.leaf ? 'marks' then 'mark:' || (l.leaf ->> 'marks')
            when l.leaf ? 'tally' then 'tally:' || (l.leaf ->> 'tally')
            else l.leaf ->> 'metric' end as metric,
       case when l.leaf ? 'target' then l.leaf ->> 'target'
            when l.leaf ->> 'metric' = 'target_completion' then 'sales' end as target,
       (l.leaf -> 'roles') - 'comment' as roles
  from score.indicator i
 cross join lateral score.leaves(i.expressions) as l(leaf);

comment on view score.leaf is
    'One row per indicator of a scheme''s version and named amount that it looks at. metric: what it is in '
    'merit.agent_month_metric, NULL for targets and other indicators; target: the metric whose target it needs; roles: of marks, '
    '{role: weight}.';
