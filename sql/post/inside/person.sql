create or replace function post.person(entry jsonb) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$ select post.plain(coalesce(entry ->> 'name', entry ->> 'agent', '—')) $$;

comment on function post.person(jsonb) is 'The agent that an entry of a posting is about; a dash when it names nobody.';
