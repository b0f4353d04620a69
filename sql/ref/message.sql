create or replace function ref.message(key text, variadic parameters text[] default '{}') returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$ select concat_ws(E'\t', key, array_to_string(array(select translate(p, E'\t', ' ') from unnest(parameters) p), E'\t')) $$;

comment on function ref.message(text, text[]) is
    'A message as it is stored: a key of ref.words and the texts for its places, separated by tabs. The same in every '
    'language; ref.say puts it into one.';
