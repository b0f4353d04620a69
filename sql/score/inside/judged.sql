-- brings is what the points alone would gain, and contribution missing, until score.contributed knows the other weights.

create or replace function score.judged(indicator score.indicator, subjects score.subject[], numbers numeric[],
                                        verdicts score.verdict[])
returns score.point[]
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with several as (
        select n.place, array_agg(n.value order by n.number) as numbers
          from score.numbered(numbers, cardinality(subjects)) n
         where jsonb_array_length(indicator.expressions) > 1
         group by n.place
    )
    select array(
        select row(v.agent, indicator.position, indicator.indicator, v.value, p.points, indicator.weight, indicator.better,
                   s.numbers, v.edge, v.next_edge, v.next_edge - v.value, v.next_points - p.points, null)::score.point
          from unnest(subjects, verdicts) with ordinality
               as v(agent, team, value, points, edge, next_edge, next_points, place)
         cross join lateral score.points_or(v.points, indicator.on_null, indicator.full_points) as p(points)
          left join several s using (place)
         order by v.place)
$$;

comment on function score.judged(score.indicator, score.subject[], numeric[], score.verdict[]) is
    'Verdicts on an indicator as rows of score.points, in the order of the subjects, but for what depends on other indicators.';
