-- As web.metrics_of_day.

create or replace function web.team_month(of_team text, for_month date) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
    return (
        select coalesce(jsonb_object_agg(m.metric, trim_scale(round(m.value, 6))), '{}')
          from rollup.metric m
         where m.whose = 'one team' and m.grain = 'month' and m.start = for_month and m.agent = of_team);
end $$;

comment on function web.team_month(text, date) is
    'A team''s metrics of a month, {metric: value}, from the sums of who was in it on each day, as merit.team_month_metric.';
