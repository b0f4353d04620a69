-- As web.metrics_of_day.

create or replace function web.metrics_of_week(for_week date) returns table (agent text, metrics jsonb)
language plpgsql stable rows 1000
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
    return query
    select m.agent, jsonb_object_agg(m.metric, trim_scale(round(m.value, 6)))
      from rollup.metric m
     where m.whose = 'person' and m.grain = 'week' and m.start = for_week and m.agent not like '(%'
       and m.metric in ('received', 'replied', 'reply_rate', 'rounds', 'answered_rounds', 'unanswered_rounds', 'slow_rounds',
                        'response_seconds', 'first_response_seconds', 'inquirers', 'ordered', 'inquiry_conversion', 'orderers', 'payers',
                        'sales', 'csat')
     group by m.agent;
end $$;

comment on function web.metrics_of_week(date) is
    'One row per agent who is present in the week, given by its Monday: the metrics of web.figures, {metric: value}, from the sums of '
    'its days.';
