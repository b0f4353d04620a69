create or replace function score.values_series(indicator score.indicator, verdicts score.verdict[])
returns score.series
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select row(jsonb_build_object('indicator', indicator.indicator, 'as', 'value'), array(
        select v.value from unnest(verdicts) with ordinality as v(value, points, edge, next_edge, next_points, place) order by v.place))::score.series
$$;

comment on function score.values_series(score.indicator, score.verdict[]) is
    'The value of an indicator, before its rule made points of it, as an amount that later indicators may name.';
