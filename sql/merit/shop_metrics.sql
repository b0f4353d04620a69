create or replace function merit.shop_metrics(for_month date)
returns table (metric text, agents bigint, mean numeric)
language sql stable security definer cost 100000 rows 50
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select m.metric, count(m.value), case when count(m.value) >= 3 then round(avg(m.value), 6) end
      from merit.agent_month_metric m
     where m.month = for_month and m.agent not like '(%' and m.metric !~ '^(mark|tally):'
     group by m.metric
$$;

comment on function merit.shop_metrics(date) is 'What merit.shop_month_metric shows for a month.';
