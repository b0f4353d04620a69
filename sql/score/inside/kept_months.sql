create or replace function score.kept_months() returns date[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select k.month from score.kept k
         where k.staff_day = score.staff_day(k.month)
           and not exists (select from score.stale s where k.month between s.since and s.until))
$$;

comment on function score.kept_months() is
    'The months whose kept results are those of the present (score.kept). All others are made as they are read.';
