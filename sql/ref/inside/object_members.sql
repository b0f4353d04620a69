create or replace function ref.object_members(object jsonb) returns table (name text, value jsonb)
language sql immutable parallel safe rows 10
set search_path = pg_catalog, pg_temp
as $$
    select m.key, m.value
      from jsonb_each(case jsonb_typeof(object) when 'object' then object else '{}' end) m
     where m.key <> 'comment'
$$;

comment on function ref.object_members(jsonb) is
    'One row per member of a JSON object but comment, which is not read; none for what is no object.';
