create or replace function rollup.measures() returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select array_agg(c.measure order by c.place) from rollup.measure_column c $$;

comment on function rollup.measures() is 'The columns of rollup.agent_period after its key, in order.';
