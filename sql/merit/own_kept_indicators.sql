create or replace function merit.own_kept_indicators()
returns table (month date, agent text, scheme text, indicator text, value numeric, points numeric, weight numeric,
               contribution numeric)
language plpgsql stable security definer cost 10000 rows 200
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    months constant date[] := array(select m from period.months() m except select o from merit.own_months() o);
    agents constant text[] := merit.visible_agents();
begin
    return query
    select k.month, k.agent::text, k.scheme::text, k.indicator::text, k.value, k.points, k.weight, k.contribution
      from score.kept_indicator k
     where k.month = any (months) and k.agent = any (agents);
end $$;

comment on function merit.own_kept_indicators() is 'What merit.own_indicator shows the caller of all months but merit.own_months, by key.';
