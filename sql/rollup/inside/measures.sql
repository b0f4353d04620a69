create or replace function rollup.measures() returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select array_agg(a.attname::text order by a.attnum)
      from pg_attribute a
     where a.attrelid = 'rollup.agent_period'::regclass and a.attnum > 3 and not a.attisdropped
$$;

comment on function rollup.measures() is 'The columns of rollup.agent_period after its key, in order.';
