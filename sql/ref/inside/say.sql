-- No query, because a view calls it for each row.

create or replace function ref.say(message text, language text) returns text
language plpgsql immutable parallel safe strict
set search_path = pg_catalog, pg_temp
as $$
declare
    words constant jsonb := case language when 'en' then ref.dictionary('en') else ref.dictionary('zh') end;
    parts text[] := string_to_array(message, E'\t');  -- a key, then what fills the places (a key there becomes its words)
begin
    for i in 1 .. cardinality(parts) loop
        parts[i] := coalesce(words ->> parts[i], case when i > 1 then parts[i] end);
    end loop;
    return coalesce(format(parts[1], variadic parts[2:] || array_fill(''::text, array[4])), message);
end $$;

comment on function ref.say(text, text) is
    'A message (ref.message) in a language, zh or en. A text that is no message, such as what a person wrote, stays as it '
    'is.';
