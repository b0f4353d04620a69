-- In PL/pgSQL, which keeps its plan: to plan metrics takes longer than to read those of an agent.

create or replace function web.numbers(for_month date, of_agent text) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
    closed constant integer := period.latest(for_month);
begin
    return (
        select coalesce(jsonb_object_agg(n.metric, n.value) filter (where n.metric is not null), '{}')
          from (select m.metric, m.value from period.metric m
                 where m.month = for_month and m.revision = closed and m.agent = of_agent
                union all
                select m.metric, m.value from merit.agent_month_metric m
                 where closed is null and m.month = for_month and m.agent = of_agent
                union all
                select 'target', t.value from fact.last_target t
                 where t.period = period.month_name(for_month) and t.metric = 'sales' and t.agent = of_agent) n);
end $$;

comment on function web.numbers(date, text) is
    'An agent''s metrics of a month, {metric: value}, as the last revision froze them or, while it is not closed, as they are; target: '
    'that of sales.';
