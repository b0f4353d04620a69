-- Tests pass a year within minutes: when the owner sets merit.told_clock, the clock shows the instant that it is told.

create or replace function merit.clock() returns timestamptz
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(case when merit.clock_is_told() then merit.told() end, clock_timestamp())
$$;

comment on function merit.clock() is
    'The clock: clock_timestamp(), because now() would be the beginning of a transaction, which can be held open. With '
    'merit.told_clock it is the instant that it is told.';
