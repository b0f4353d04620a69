create or replace function ref.assignments(given text[])
returns table (place bigint, key text, value text, problem text)
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select a.place, split_part(a.text, '=', 1), substr(a.text, position('=' in a.text) + 1),
           case when position('=' in a.text) < 2 then format('"%s" must have the form key=value', a.text) end
      from unnest(given) with ordinality as a(text, place)
$$;

comment on function ref.assignments(text[]) is
    'One row per text of the form key=value (the value may contain =). problem: the text does not have that form.';
