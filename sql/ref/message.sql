create or replace function ref.message(key text, variadic parameters text[] default '{}') returns text
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
begin
    for i in 1 .. cardinality(parameters) loop
        parameters[i] := translate(parameters[i], E'\t', ' ');
    end loop;
    return concat_ws(E'\t', key, array_to_string(parameters, E'\t'));
end $$;

comment on function ref.message(text, text[]) is
    'A message as it is stored: a key of ref.words and the texts for its places, separated by tabs. The same in every '
    'language; ref.say puts it into one.';
