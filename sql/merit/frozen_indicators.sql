create or replace function merit.frozen_indicators(for_month date) returns setof period.indicator
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select r.* from period.indicator r
     where r.month = for_month
       and ((select merit.sees_all()) or r.agent = any ((select merit.visible_agents())::text[]))
$$;

comment on function merit.frozen_indicators(date) is 'What merit.result_indicator shows the caller for a month.';
