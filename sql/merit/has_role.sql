create or replace function merit.has_role(role_name text) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    caller constant text := merit.caller();
begin
    return exists (select from pg_catalog.pg_roles r where r.rolname = role_name and pg_catalog.pg_has_role(caller, r.oid, 'usage'));
end $$;

comment on function merit.has_role(text) is
    'Whether the caller has the rights of the role without SET ROLE. A superuser has those of every role.';
