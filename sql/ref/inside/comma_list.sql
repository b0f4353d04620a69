create or replace function ref.comma_list(names jsonb)
returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(string_agg(name, ', '), 'none') from jsonb_array_elements_text(names) name
$$;

comment on function ref.comma_list(jsonb) is
    'A list of texts as "a, b, c", in its own order; "none" for an empty list. For messages.';
