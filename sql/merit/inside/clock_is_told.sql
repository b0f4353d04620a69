create or replace function merit.clock_is_told() returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select current_setting('merit.told_clock', true) = 'on'
       and merit.is_owner()
$$;

comment on function merit.clock_is_told() is
    'Whether the clock is told its time: the setting merit.told_clock is on and the caller is the owner. For tests.';
