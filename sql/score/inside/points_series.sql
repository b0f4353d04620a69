create or replace function score.points_series(indicator score.indicator, verdicts score.verdict[])
returns score.series
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select row(jsonb_build_object('indicator', indicator.indicator), array(
        select coalesce(v.points, case indicator.on_null when 'zero' then 0 when 'full' then indicator.full_points end)
          from unnest(verdicts) with ordinality as v(value, points, edge, next_edge, next_points, place)
         order by v.place))::score.series
$$;

comment on function score.points_series(score.indicator, score.verdict[]) is
    'The points of an indicator as an amount that later indicators may name.';
