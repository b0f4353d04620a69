create or replace function merit.own_indicators(for_month date)
returns table (agent text, scheme text, indicator text, value numeric, points numeric, out_of numeric, weight numeric,
               contribution numeric, numbers numeric[], edge numeric, next_edge numeric, missing numeric, brings numeric)
language sql stable security definer cost 100000 rows 50
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select i.agent, i.scheme, i.indicator, i.value, i.points, i.out_of, i.weight, i.contribution,
           i.numbers, i.edge, i.next_edge, i.missing, i.brings
      from merit.score_indicator i
     where i.month = for_month
       and ((select merit.sees_all()) or i.agent = any ((select merit.visible_agents())::text[]))
$$;

comment on function merit.own_indicators(date) is 'What merit.own_indicator shows the caller for a month.';
