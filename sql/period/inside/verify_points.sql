-- Single marks are not frozen: their frozen mean is taken as it is.

create or replace function period.verify_points(for_month date, for_revision integer, for_scheme text, for_version integer)
returns table (agent text, indicator text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with frozen as materialized (  -- one row per agent and indicator
        select i.*, s.source, s.metric, s.rule, s.parameters, s.on_null, s.full_points, s.weight as weighs
          from period.indicator i
          join score.indicator s on (s.scheme, s.version, s.indicator) = (for_scheme, for_version, i.indicator)
         where i.month = for_month and i.revision = for_revision and i.scheme = for_scheme
    ), gathered as (  -- for one call of a rule
        select f.indicator, f.rule, f.parameters, array_agg(f.agent) as agents, array_agg(m.value) as numbers
          from frozen f
          left join period.metric m on (m.month, m.revision, m.agent, m.metric) = (for_month, for_revision, f.agent, f.metric)
         where f.source = 'metric'
         group by f.indicator, f.rule, f.parameters
    ), fresh as (  -- one row per agent and indicator of a metric
        select g.indicator, u.agent, u.value, u.points
          from gathered g
         cross join lateral unnest(g.agents, g.numbers, score.rule_points(g.rule, g.numbers, g.parameters))
               as u(agent, value, points)
    )
    select f.agent, f.indicator
      from (select *, sum(weight) filter (where points is not null) over (partition by agent) as weights from frozen) f
      left join fresh x using (agent, indicator)
     where f.weight <> f.weighs
        or f.contribution is distinct from trim_scale(f.weight * f.points / f.weights)
        or f.source = 'metric' and (f.value is distinct from x.value
                                    or f.points is distinct from score.points_or(x.points, f.on_null, f.full_points))
$$;

comment on function period.verify_points(date, integer, text, integer) is
    'One row per frozen indicator whose value is not the frozen metric, whose points are not the scheme''s for that '
    'value, or whose contribution is not its part of the total.';
