create or replace function merit.me() returns text
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    caller constant text := merit.caller();
begin
    return (
        select l.agent from ref.login l
         where l.login in (caller, session_user::text)
         order by l.login <> caller
         limit 1);
end $$;

comment on function merit.me() is 'The agent of the caller''s login (ref.login); NULL when the login is no agent''s.';
