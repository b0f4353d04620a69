create or replace function merit.closes() returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select merit.has_role('meritd_close') or merit.is_owner()
$$;

comment on function merit.closes() is 'Whether the caller is in the closing role, or is the owner.';
