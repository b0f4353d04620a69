-- Only a login that was put into meritd_web itself hands over persons: a superuser, who may be anybody, does not.

create or replace function merit.from_pages() returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select exists (select from pg_catalog.pg_auth_members m
                    where m.roleid = (select r.oid from pg_catalog.pg_roles r where r.rolname = 'meritd_web')
                      and m.member = (select r.oid from pg_catalog.pg_roles r where r.rolname = session_user))
$$;

comment on function merit.from_pages() is 'Whether the session is that of the pages, which asks as whoever signed in to them (meritd_web).';
