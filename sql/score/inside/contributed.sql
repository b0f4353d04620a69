-- What has no points gets those of on_null here and in score.points_series: a function that sets its search path is never inlined,
-- and would cost more than all the rest.

create or replace function score.contributed(indicators score.indicator[], subjects score.subject[], verdicts score.verdict[],
                                             weights numeric[], several score.series[])
returns setof score.point
language sql immutable rows 1000
set search_path = pg_catalog, pg_temp
as $$
    with listed as (  -- one row per agent and indicator with several values
        select l.leaf ->> 'indicator' as indicator, n.*
          from unnest(several) l
         cross join lateral (select (u.i - 1) % cardinality(subjects) + 1 as place, array_agg(u.value order by u.i) as numbers
                               from unnest(l.numbers) with ordinality as u(value, i)
                              group by 1) n
    ), indicator as materialized (  -- one row per indicator, with what a point is worth
        select i.*, score.worth(i.weight, i.out_of) as worth from unnest(indicators) with ordinality i
    ), judged as (  -- one row per agent and indicator, with the sum of the agent's weights in use
        select s.agent, s.ordinality as place, i.position, i.indicator, v.weight, i.better, v.value, p.points, v.edge,
               v.next_edge, v.next_points, case when v.weight = i.weight then i.worth else score.worth(v.weight, i.out_of) end as worth,
               sum(v.weight) filter (where p.points is not null) over (partition by s.ordinality) as weights
          from unnest(verdicts, weights) with ordinality as v(value, points, edge, next_edge, next_points, weight, ordinality)
          join indicator i on i.ordinality = (v.ordinality - 1) / cardinality(subjects) + 1
          join unnest(subjects) with ordinality s on s.ordinality = (v.ordinality - 1) % cardinality(subjects) + 1
         cross join lateral (
               select coalesce(v.points, case i.on_null when 'zero' then 0 when 'full' then i.full_points end) as points) p
    )
    select j.agent, j.position, j.indicator, j.value, j.points, j.weight, j.better, l.numbers, j.edge, j.next_edge,
           j.next_edge - j.value, trim_scale(round(j.worth * (j.next_points - j.points) / nullif(j.weights, 0), 12)),
           trim_scale(j.worth * j.points / nullif(j.weights, 0)), j.worth
      from judged j
      left join listed l on l.indicator = j.indicator and l.place = j.place
$$;

comment on function score.contributed(score.indicator[], score.subject[], score.verdict[], numeric[], score.series[]) is
    'Verdicts as rows of score.points: one per subject and indicator, with what it contributes to the total (points × worth / the '
    'sum of the weights of indicators that have points), and what the next edge would bring to it. verdicts and '
    'weights: those of the first indicator in the order of the subjects, then those of the next, …; several: the numbers shown beside values (score.numbers_series).';
