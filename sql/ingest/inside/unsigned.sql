create or replace function ingest.unsigned(word bigint) returns numeric
language sql immutable parallel safe strict
set search_path = pg_catalog, pg_temp
as $$ select word + case when word < 0 then 18446744073709551616 else 0 end $$;

comment on function ingest.unsigned(bigint) is 'The 64 bits of a word as a number from 0.';
