-- In PL/pgSQL, which keeps its plans, the general ones: to plan all metrics takes longer than to read them of a month.

create or replace function merit.own_metrics(for_month date)
returns table (agent text, metric text, value numeric)
language plpgsql stable security definer cost 10000 rows 100
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
    seen constant text[] := merit.visible_agents();
begin
    if merit.sees_all() then
        return query
        select m.agent, m.metric, m.value from merit.agent_month_metric m where m.month = for_month;
    else
        return query
        select m.agent, m.metric, m.value from merit.agent_month_metric m where m.month = for_month and m.agent = any (seen);
    end if;
end $$;

comment on function merit.own_metrics(date) is 'What merit.own_metric shows the caller for a month.';
