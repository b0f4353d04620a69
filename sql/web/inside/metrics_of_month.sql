-- As web.metrics_of_day.

create or replace function web.metrics_of_month(for_month date, agents text[]) returns table (agent text, metrics jsonb)
language plpgsql stable rows 100
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
    closed constant integer := period.latest(for_month);
begin
    return query
    select n.agent, jsonb_object_agg(n.metric, trim_scale(round(n.value, 6)))
      from (select m.agent::text, m.metric::text, m.value from period.metric m
             where m.month = for_month and m.revision = closed and m.agent = any (agents)
               and m.metric in ('received', 'reply_rate', 'rounds', 'response_seconds', 'inquirers', 'inquiry_conversion', 'sales', 'csat')
            union all
            select m.agent, m.metric, m.value from merit.agent_month_metric m
             where closed is null and m.month = for_month and m.agent = any (agents)
               and m.metric in ('received', 'reply_rate', 'rounds', 'response_seconds', 'inquirers', 'inquiry_conversion', 'sales', 'csat')) n
     group by n.agent;
end $$;

comment on function web.metrics_of_month(date, text[]) is
    'One row per agent of these who is present in the month: what doors show of a month, {metric: value}, as the last revision froze it '
    'or, while the month is not closed, as it is.';
