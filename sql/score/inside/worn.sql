-- A closed month is left to be made whole: its drift costs more than its scores.

create or replace function score.worn(times integer) returns date
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select max(k.month)
      from score.kept k
     where k.made_at + times * k.took <= clock_timestamp()
       and exists (select from score.stale s where s.since = k.month and s.until = k.month)
       and not exists (select from score.unkept u where u.month = k.month and u.again_at > clock_timestamp())
       and score.touched(k.month) <> '{}' and not exists (select from period.closing c where c.month = k.month)
$$;

comment on function score.worn(integer) is
    'The last month of which something is kept that still counts for some (score.touched), made this many times longer ago than it took to make; NULL: none.';
