-- As web.metrics_of_day.

create or replace function web.days_of(of_agent text, first_day date, last_day date) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
    days constant date[] := array(select d::date from generate_series(first_day::timestamp, last_day, interval '1 day') d);
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object('day', t.day, 'metrics', t.metrics) order by t.day), '[]')
          from (select m.day, jsonb_object_agg(m.metric, trim_scale(round(m.value, 6))) as metrics
                  from merit.agent_day_metric m
                 where m.day = any (days) and m.agent = of_agent
                   and m.metric in ('received', 'reply_rate', 'rounds', 'response_seconds', 'inquirers', 'inquiry_conversion', 'sales')
                 group by m.day) t);
end $$;

comment on function web.days_of(text, date, date) is
    'What doors show of an agent''s days, [{day, metrics}], of those with anything, both ends included.';
