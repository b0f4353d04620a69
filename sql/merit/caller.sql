create or replace function merit.caller() returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select coalesce(nullif(nullif(current_setting('role', true), 'none'), ''), session_user::text) $$;

comment on function merit.caller() is
    'The role that the caller acts as: the role set by SET ROLE, or else the login. Functions that run with their '
    'owner''s rights get the same answer.';
