create or replace function ref.list_items(list jsonb) returns table (item jsonb, place bigint)
language sql immutable parallel safe rows 10
set search_path = pg_catalog, pg_temp
as $$
    select e.value, e.i - 1
      from jsonb_array_elements(case jsonb_typeof(list) when 'array' then list else '[]' end) with ordinality as e(value, i)
$$;

comment on function ref.list_items(jsonb) is
    'One row per item of a JSON list, and its place from 0; none for what is no list.';
