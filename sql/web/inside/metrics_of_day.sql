-- In PL/pgSQL, which keeps its plan: to plan metrics takes longer than to read those of a day.

create or replace function web.metrics_of_day(for_day date, agents text[])
returns table (agent text, metrics jsonb, asked_hours bigint[])
language plpgsql stable rows 100
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
    return query
    select m.agent, coalesce(jsonb_object_agg(m.metric, trim_scale(round(m.value, 6))) filter (where m.metric not like 'asked\_hour\_%'), '{}'),
           array_agg(m.value::bigint order by m.metric) filter (where m.metric like 'asked\_hour\_%')
      from merit.agent_day_metric m
     where m.day = for_day and m.agent = any (agents)
       and m.metric in ('received', 'replied', 'reply_rate', 'rounds', 'answered_rounds', 'unanswered_rounds', 'slow_rounds',
                        'response_seconds', 'first_response_seconds', 'inquirers', 'ordered', 'inquiry_conversion', 'orderers', 'payers',
                        'sales', 'csat',
                        'asked_hour_00', 'asked_hour_01', 'asked_hour_02', 'asked_hour_03', 'asked_hour_04', 'asked_hour_05',
                        'asked_hour_06', 'asked_hour_07', 'asked_hour_08', 'asked_hour_09', 'asked_hour_10', 'asked_hour_11',
                        'asked_hour_12', 'asked_hour_13', 'asked_hour_14', 'asked_hour_15', 'asked_hour_16', 'asked_hour_17',
                        'asked_hour_18', 'asked_hour_19', 'asked_hour_20', 'asked_hour_21', 'asked_hour_22', 'asked_hour_23')
     group by m.agent;
end $$;

comment on function web.metrics_of_day(date, text[]) is
    'One row per agent of these who is present on the business day: the metrics that doors show of a day, {metric: value}, and the '
    'rounds asked in each hour of the shop''s clock, from 0 to 23.';
