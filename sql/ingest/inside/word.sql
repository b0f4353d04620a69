create or replace function ingest.word(bytes bytea, at integer) returns bigint
language sql immutable parallel safe strict
set search_path = pg_catalog, pg_temp
as $$ select bit_or(get_byte(bytes, at + i)::bigint << 8 * i) from generate_series(0, 7) i $$;

comment on function ingest.word(bytea, integer) is 'Eight bytes as a number of 64 bits, the least first.';
