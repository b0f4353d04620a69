create or replace function ref.term(kind text, code text) returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$ select coalesce((select w.key from ref.words() w where w.key = kind || '.' || code), code) $$;

comment on function ref.term(text, text) is
    'The key of the name that a code has: role.lead of (role, lead). The code itself when it has none, as names that a shop made '
    'up. To be said, or to fill a place of ref.message.';
