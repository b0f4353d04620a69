create or replace function merit.person() returns text
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select case when exists (select from ref.login l where l.login = merit.caller()) or merit.from_pages()
                then merit.caller() else session_user::text end
$$;

comment on function merit.person() is
    'The login of the person who acts: the caller if ref.login lists that login, or if the session is that of the pages, which asks as the '
    'one who signed in (meritd_web); else the session''s login, which a role shared by several people cannot hide.';
