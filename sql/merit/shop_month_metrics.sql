-- A sum tells of somebody where fewer than three have a part in it.

create or replace function merit.shop_month_metrics(for_month date)
returns table (metric text, agents bigint, mean numeric, value numeric)
language plpgsql stable security definer cost 100000 rows 100
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    everybody constant boolean := merit.sees_all();
    kept      constant jsonb := (select k.means from score.kept k where k.month = for_month and k.month = any (score.kept_months()));
begin
    return query
    with agent as (
        select k.metric, k.agents, k.mean from jsonb_to_recordset(kept) as k(metric text, agents bigint, mean numeric)
        union all
        select m.metric, m.agents, m.mean from score.metric_means(for_month) m where kept is null
    )
    select s.metric, coalesce(a.agents, 0), case when a.agents >= 3 then round(a.mean, 6) end,
           case when a.agents >= 3 or everybody then s.value end
      from rollup.group_metrics('shop', 'month', for_month) s
      left join agent a using (metric)
     where everybody or s.metric not like 'tally:%';
end $$;

comment on function merit.shop_month_metrics(date) is 'What merit.shop_month_metric shows the caller for a month.';
