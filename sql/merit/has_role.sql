create or replace function merit.has_role(role_name text) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select exists (select from pg_catalog.pg_roles r
                    where r.rolname = role_name and pg_catalog.pg_has_role(merit.caller(), r.oid, 'usage'))
$$;

comment on function merit.has_role(text) is
    'Whether the caller has the rights of the role without SET ROLE. A superuser has those of every role.';
