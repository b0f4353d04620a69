create or replace function merit.person() returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$ select coalesce((select l.login from ref.login l where l.login = merit.caller()), session_user::text) $$;

comment on function merit.person() is
    'The login that a person acts by: the caller where it is a person''s (ref.login), else the login of the session, which '
    'no role of many hides.';
