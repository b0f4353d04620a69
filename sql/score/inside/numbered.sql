create or replace function score.numbered(numbers numeric[], subjects integer)
returns table (number bigint, place bigint, value numeric)
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select (u.i - 1) / subjects + 1, (u.i - 1) % subjects + 1, u.value
      from unnest(numbers) with ordinality as u(value, i)
$$;

comment on function score.numbered(numeric[], integer) is
    'One row per element of numbers[number][place], as rules and operators get them. subjects: how many places there are.';
