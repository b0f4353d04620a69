-- An agent and a month at a time: of two lists the planner may take the first alone for the key, and read whole months.

create or replace function merit.own_kept_indicators()
returns table (month date, agent text, scheme text, indicator text, value numeric, points numeric, out_of numeric, weight numeric,
               contribution numeric, numbers numeric[], edge numeric, next_edge numeric, missing numeric, brings numeric)
language plpgsql stable security definer cost 10000 rows 200
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    months constant date[] := array(select m from period.months() m except select o from merit.own_months() o);
    agents constant text[] := merit.visible_agents();
begin
    return query
    select k.month, k.agent::text, k.scheme::text, k.indicator::text, k.value, k.points, k.out_of, k.weight, k.contribution,
           k.numbers, k.edge, k.next_edge, k.missing, k.brings
      from unnest(months) m, unnest(agents) a,
           lateral (select i.* from score.kept_indicator i where i.month = m and i.agent = a offset 0) k;
end $$;

comment on function merit.own_kept_indicators() is 'What merit.own_indicator shows the caller of all months but merit.own_months, by key.';
