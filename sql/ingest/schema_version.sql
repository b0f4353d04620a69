create or replace function ingest.schema_version() returns integer
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$ select max(m.version) from ref.migration m $$;

comment on function ingest.schema_version() is 'The number of the newest migration that was applied.';
