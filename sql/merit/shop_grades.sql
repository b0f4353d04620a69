create or replace function merit.shop_grades(for_month date)
returns table (scheme text, scored bigint, ranked bigint, mean_total numeric)
language sql stable security definer cost 100000 rows 5
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select r.scheme, count(r.total), count(r.rank), case when count(r.total) >= 3 then round(avg(r.total), 2) end
      from merit.score r
     where r.month = for_month
     group by r.scheme
$$;

comment on function merit.shop_grades(date) is 'What merit.shop_month_score shows for a month.';
