create or replace function merit.person() returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$ select coalesce((select l.login from ref.login l where l.login = merit.caller()), session_user::text) $$;

comment on function merit.person() is
    'The login of the person who acts: the caller if ref.login lists that login, or else the session''s login, which a '
    'role shared by several people cannot hide.';
