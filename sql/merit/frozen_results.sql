create or replace function merit.frozen_results(for_month date) returns setof period.result
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select s.*
      from period.result r
     cross join lateral jsonb_populate_record(r, jsonb_build_object('why', ref.said(r.why))) s
     where r.month = for_month
       and ((select merit.sees_all()) or r.agent = any ((select merit.visible_agents())::text[]))
$$;

comment on function merit.frozen_results(date) is 'What merit.result shows the caller for a month.';
