create or replace function merit.sees_all() returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select merit.has_role('meritd_close') or merit.is_owner() $$;

comment on function merit.sees_all() is 'Whether the caller sees everybody by name: the closing role and the owner do.';
