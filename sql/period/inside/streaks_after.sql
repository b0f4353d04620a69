create or replace function period.streaks_after(
    for_month date, for_revision integer, paying text, before period.streak[]
) returns setof period.streak
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select k.*
      from period.closing_scheme f
      join score.scheme s using (scheme, version)
     cross join lateral period.streaks_of(
           for_month, for_revision, s.document,
           array(select r from period.result r where r.month = for_month and r.revision = for_revision and r.scheme = paying), before) k
     where f.month = for_month and f.revision = for_revision and f.scheme = paying
$$;

comment on function period.streaks_after(date, integer, text, period.streak[]) is
    'The streaks at the end of a month as it is frozen (period.streaks_of).';
