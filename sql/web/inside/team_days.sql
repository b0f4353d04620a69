-- As web.metrics_of_day.

create or replace function web.team_days(of_team text, for_month date) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('day', d.day, 'metrics', d.metrics, 'asked_hours', d.asked_hours) order by d.day), '[]')
          from (select m.start as day,
                       jsonb_object_agg(m.metric, trim_scale(round(m.value, 6))) filter (where m.metric not like 'asked\_hour\_%') as metrics,
                       jsonb_agg(m.value::bigint order by m.metric) filter (where m.metric like 'asked\_hour\_%') as asked_hours
                  from rollup.metric m
                 where m.whose = 'days' and m.grain = period.month_name(for_month) and m.agent = of_team
                   and m.metric in ('received', 'reply_rate', 'rounds', 'response_seconds', 'inquirers', 'inquiry_conversion', 'sales',
                                    'asked_hour_00', 'asked_hour_01', 'asked_hour_02', 'asked_hour_03', 'asked_hour_04', 'asked_hour_05',
                                    'asked_hour_06', 'asked_hour_07', 'asked_hour_08', 'asked_hour_09', 'asked_hour_10', 'asked_hour_11',
                                    'asked_hour_12', 'asked_hour_13', 'asked_hour_14', 'asked_hour_15', 'asked_hour_16', 'asked_hour_17',
                                    'asked_hour_18', 'asked_hour_19', 'asked_hour_20', 'asked_hour_21', 'asked_hour_22', 'asked_hour_23')
                 group by m.start) d);
end $$;

comment on function web.team_days(text, date) is
    'A team''s days of a month with anything, [{day, metrics, asked_hours}], from the sums of who was in it on each.';
