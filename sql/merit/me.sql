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

comment on function merit.me() is 'The agent that the caller''s login stands for (ref.login); NULL for nobody.';
