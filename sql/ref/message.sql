create or replace function ref.message(key text, variadic parameters text[] default '{}') returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$ select concat_ws(E'\t', key, array_to_string(array(select translate(p, E'\t', ' ') from unnest(parameters) p), E'\t')) $$;

comment on function ref.message(text, text[]) is
    'Something to be said, as it is stored: a key of ref.words and what fills its places, with tabs between. It is the same in '
    'every language; ref.say says it.';
