create or replace function merit.held_from() returns date
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$ select coalesce((select h.since from rollup.held h), 'infinity') $$;

comment on function merit.held_from() is
    'From this month on figures are being calculated again, since rules, hours or accounts changed, and those before the change are '
    'shown; infinity: none are.';
