create or replace function merit.acting_logins() returns text[]
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select array(
        select merit.person()
         union
        select session_user::text
         where not merit.from_pages()
           and not (select r.rolsuper from pg_catalog.pg_roles r where r.rolname = session_user))
$$;

comment on function merit.acting_logins() is
    'The logins of the person who acts: merit.person and, if the caller took another role, the session''s own, but not that of the pages, nor a '
    'superuser''s, who may be anybody.';
