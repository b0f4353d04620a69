create or replace function period.marker() returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select coalesce(merit.me(), 'login:' || merit.person()) $$;

comment on function period.marker() is
    'As whom the caller marks (rater): the agent of its login or, as a login may be called as somebody''s account is, login:NAME.';
