-- The metric view is read only once, because it adds up all roll-ups of the month at each reading. It has every metric for
-- every agent with anything in the month. So the metric received, which exists under every scheme, says who is scored.

create or replace function score.points(for_month date, for_scheme text, for_version integer)
returns table (agent text, "position" smallint, indicator text, value numeric, points numeric, weight numeric,
               better text)
language plpgsql stable rows 1000
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    wanted constant text[] := array(
        select i.metric from score.indicator i
         where i.scheme = for_scheme and i.version = for_version and i.source = 'metric');
begin
    return query
    with metric as materialized (  -- one row per agent and metric that the scheme looks at
        select m.metric, m.agent, m.value
          from merit.agent_month_metric m
         where m.month = for_month and m.metric = any (wanted || 'received'::text) and m.agent not like '(%'
    ), gathered as (  -- one row per metric, its values in one array, for one call of a rule
        select m.metric, array_agg(m.agent) as agents, array_agg(m.value) as numbers
          from metric m group by m.metric
    ), pair as (  -- one row per agent and indicator, and one more where there is a value
        select m.agent, i.position, null::numeric as value, null::numeric as points
          from metric m
         cross join score.indicator i
         where m.metric = 'received' and i.scheme = for_scheme and i.version = for_version
        union all
        select u.agent, i.position, u.number, u.points
          from score.indicator i
          join gathered g on g.metric = i.metric
         cross join lateral unnest(g.agents, g.numbers, score.rule_points(i.rule, g.numbers, i.parameters))
             as u(agent, number, points)
         where i.scheme = for_scheme and i.version = for_version and i.source = 'metric'
        union all
        select m.agent, m.position, m.value, m.points
          from score.mark_points(for_month, for_scheme, for_version) m
    ), united as (  -- one row per agent and indicator; grouped and not joined: the planner cannot know how many rows the functions return
        select p.agent, p.position, max(p.value) as value, max(p.points) as points
          from pair p
         group by p.agent, p.position
    )
    select u.agent, i.position, i.indicator, u.value,
           case when u.points is null then score.points_or(null, i.on_null, i.full_points) else u.points end, i.weight, i.better
      from united u
      join score.indicator i on i.position = u.position
     where i.scheme = for_scheme and i.version = for_version;
end $$;

comment on function score.points(date, text, integer) is
    'One row per agent scored in the month (everybody with anything in it, except names in brackets) and indicator of '
    'this version of the scheme: raw value, points (what is missing is replaced by on_null), weight.';
