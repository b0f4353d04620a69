create or replace function merit.frozen_metrics(for_month date) returns setof period.metric
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select r.* from period.metric r
     where r.month = for_month
       and ((select merit.sees_all()) or r.agent = any ((select merit.visible_agents())::text[]))
$$;

comment on function merit.frozen_metrics(date) is 'What merit.result_metric shows the caller for a month.';
