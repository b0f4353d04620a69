create or replace function period.drift(for_month date)
returns table (revision integer, agent text, item text, name text, frozen text, today text, difference numeric)
language sql stable security definer cost 100000 rows 50
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select l.revision, d.*
      from (select period.latest(for_month) as revision) l
     cross join lateral (select array(select v from period.values_of(for_month, l.revision) v) as items offset 0) f
     cross join lateral period.changed_items(
               f.items, period.comparable(array(select v from period.values_now(for_month, l.revision) v), f.items)) d
     where l.revision is not null
$$;

comment on function period.drift(date) is
    'One row per item of a closed month that would be different with today''s facts and exclusions than its last revision '
    'froze it. No row for a month that is not closed.';
