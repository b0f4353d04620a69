create or replace function score.in_force(for_month date)
returns table (scheme text, version integer)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select distinct on (s.scheme) s.scheme, s.version
      from score.scheme s
     where s.effective <= for_month
     order by s.scheme, s.effective desc, s.version desc
$$;

comment on function score.in_force(date) is 'One row per scheme with a version in force in the month: that version.';
