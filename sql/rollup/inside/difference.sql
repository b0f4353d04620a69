-- Compares two rows of one table column by column.

create or replace function rollup.difference(object text, key text, stored jsonb, fresh jsonb)
returns table (object_ text, key_ text, "column" text, stored_ text, fresh_ text)
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select object, key, c.name, stored ->> c.name, fresh ->> c.name
      from (select jsonb_object_keys(coalesce(stored, fresh)) as name) c
     where stored -> c.name is distinct from fresh -> c.name
$$;

comment on function rollup.difference(text, text, jsonb, jsonb) is
    'One row per column in which a stored and a fresh row (as jsonb; NULL: none) differ.';
