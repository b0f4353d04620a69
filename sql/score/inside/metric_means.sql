-- In PL/pgSQL, which keeps its plan: to plan all metrics takes some time.

create or replace function score.metric_means(for_month date)
returns table (metric text, agents bigint, mean numeric)
language plpgsql stable rows 100
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_generic_plan
as $$
begin
    return query
    select m.metric, count(m.value), avg(m.value)
      from merit.agent_month_metric m
     where m.month = for_month and m.agent not like '(%'
     group by m.metric;
end $$;

comment on function score.metric_means(date) is
    'One row per metric that an agent has in the month: how many agents have a value, and their mean. Not nobody''s.';
