create or replace function merit.is_owner() returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select pg_has_role(merit.caller(), (select n.nspowner from pg_namespace n where n.nspname = 'merit'), 'usage') $$;

comment on function merit.is_owner() is
    'Whether the caller has the rights of the owner of the schemas, as superusers do.';
