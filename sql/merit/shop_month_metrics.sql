-- A sum tells of somebody where fewer than three have a part in it.

create or replace function merit.shop_month_metrics(for_month date)
returns table (metric text, agents bigint, mean numeric, value numeric)
language sql stable security definer cost 100000 rows 100
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with agent as (
        select m.metric, count(m.value) as agents, avg(m.value) as mean
          from merit.agent_month_metric m
         where m.month = for_month and m.agent not like '(%'
         group by m.metric
    )
    select s.metric, coalesce(a.agents, 0), case when a.agents >= 3 then round(a.mean, 6) end,
           case when a.agents >= 3 or (select merit.sees_all()) then s.value end
      from rollup.group_metrics('shop', 'month', for_month) s
      left join agent a using (metric)
     where (select merit.sees_all()) or s.metric not like 'tally:%'
$$;

comment on function merit.shop_month_metrics(date) is 'What merit.shop_month_metric shows the caller for a month.';
