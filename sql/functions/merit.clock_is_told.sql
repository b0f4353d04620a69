create or replace function merit.clock_is_told() returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select current_setting('merit.told_clock', true) = 'on'
       and pg_has_role(merit.caller(), (select n.nspowner from pg_namespace n where n.nspname = 'merit'), 'member')
$$;

comment on function merit.clock_is_told() is
    'Whether the clock is what it is told: the setting merit.told_clock is on, and the caller is the owner. For tests.';
