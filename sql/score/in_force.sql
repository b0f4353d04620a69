create or replace function score.in_force(for_month date, of_period text default 'month')
returns table (scheme text, version integer)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select f.scheme, f.version
      from (select distinct on (s.scheme) s.scheme, s.version, s.period
              from score.scheme s
             where s.effective <= for_month
             order by s.scheme, s.effective desc, s.version desc) f
     where f.period = of_period
$$;

comment on function score.in_force(date, text) is
    'One row per scheme with a version in force in the month that scores periods of the kind given (month, quarter, half_year, year): that version.';
