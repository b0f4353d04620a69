-- One indicator after the other, whose verdicts lie in the order of the subjects: nothing is joined or sorted.

create or replace function score.contributed(indicators score.indicator[], subjects score.subject[], verdicts score.verdict[],
                                             weights numeric[], several score.series[])
returns setof score.point
language plpgsql immutable rows 1000
set search_path = pg_catalog, pg_temp
as $$
declare
    size    constant integer := cardinality(subjects);
    one     score.indicator;
    usual   numeric;  -- the worth of a point by the scheme's own weight
    points  numeric[] := '{}';  -- as verdicts
    in_use  numeric[];  -- one per subject: the sum of the weights of what has points
    numbers numeric[];
    past    integer := 0;  -- how many verdicts are those of indicators before
begin
    foreach one in array indicators loop
        points := points || (score.points_series(one, verdicts[past + 1 : past + size])).numbers;
        in_use := array(
            select case when u.points is null then u.in_use else coalesce(u.in_use, 0) + u.weight end
              from unnest(subjects, in_use, points[past + 1 : past + size], weights[past + 1 : past + size])
                   with ordinality as u(agent, team, in_use, points, weight, place)
             order by u.place);
        past := past + size;
    end loop;
    past := 0;
    foreach one in array indicators loop
        usual := score.worth(one.weight, one.out_of);
        numbers := (select l.numbers from unnest(several) l where l.leaf ->> 'indicator' = one.indicator);
        return query
        with listed as (  -- one row per subject, if the indicator has several values
            select o.place, array_agg(o.value) as numbers
              from (select (u.i - 1) % size + 1 as place, u.value from unnest(numbers) with ordinality as u(value, i) order by 1, u.i) o
             group by o.place
        )
        select v.agent, one.position, one.indicator, v.value, v.points, v.weight, one.better, l.numbers, v.edge, v.next_edge,
               v.next_edge - v.value, trim_scale(round(w.worth * (v.next_points - v.points) / nullif(v.in_use, 0), 12)),
               trim_scale(w.worth * v.points / nullif(v.in_use, 0)), w.worth
          from unnest(subjects, verdicts[past + 1 : past + size], points[past + 1 : past + size], weights[past + 1 : past + size], in_use)
               with ordinality as v(agent, team, value, own_points, edge, next_edge, next_points, points, weight, in_use, place)
         cross join lateral (
               select case when v.weight = one.weight then usual else score.worth(v.weight, one.out_of) end as worth offset 0) w
          left join listed l on l.place = v.place;
        past := past + size;
    end loop;
end $$;

comment on function score.contributed(score.indicator[], score.subject[], score.verdict[], numeric[], score.series[]) is
    'Verdicts as rows of score.points: one per subject and indicator, with what it contributes to the total (points × worth / the '
    'sum of the weights of indicators that have points), and what the next edge would bring to it. verdicts and '
    'weights: those of the first indicator in the order of the subjects, then those of the next, …; several: the numbers shown beside values (score.numbers_series).';
