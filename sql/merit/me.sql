create or replace function merit.me() returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select l.agent from ref.login l
     where l.login in (merit.caller(), session_user::text)
     order by l.login <> merit.caller()
     limit 1
$$;

comment on function merit.me() is 'The agent of the caller''s login (ref.login); NULL when the login is no agent''s.';
