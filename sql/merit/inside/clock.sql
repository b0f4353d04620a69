-- A test's year passes in minutes: where the owner says so, by the setting merit.told_clock, what it is told is the clock.

create or replace function merit.clock() returns timestamptz
language sql volatile
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(case when merit.clock_is_told() then merit.told() end, clock_timestamp())
$$;

comment on function merit.clock() is
    'The clock: clock_timestamp(), not now(), for who holds a transaction open would otherwise take its beginning for '
    'today. With merit.told_clock, what it is told.';
