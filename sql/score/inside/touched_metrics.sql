-- Its plan is made once per session: to plan all metrics takes longer than to read those of some agents.

create or replace function score.touched_metrics(for_month date, metrics text[], agents text[])
returns table (agent text, metric text, value numeric)
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
set jit = off
set enable_mergejoin = off
set plan_cache_mode = force_generic_plan
as $$
begin
    return query
    select m.agent::text, m.metric::text, m.value
      from merit.agent_month_metric m
     where m.month = for_month and m.metric = any (metrics) and m.agent = any (agents);
end $$;

comment on function score.touched_metrics(date, text[], text[]) is
    'One row per agent of some and metric of these that there is of the month, as merit.agent_month_metric has it.';
