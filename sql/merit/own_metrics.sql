create or replace function merit.own_metrics(for_month date)
returns table (agent text, metric text, value numeric)
language sql stable security definer cost 10000 rows 100
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select m.agent, m.metric, m.value from merit.agent_month_metric m
     where m.month = for_month
       and ((select merit.sees_all()) or m.agent = any ((select merit.visible_agents())::text[]))
$$;

comment on function merit.own_metrics(date) is 'What merit.own_metric shows the caller for a month.';
