create or replace function ref.days_said(days daterange) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$ select concat('from ', lower(days), coalesce(' to ' || upper(days) - 1, ' on')) $$;

comment on function ref.days_said(daterange) is 'Days that have a first one, as text: from 2026-10-01 to 2026-10-31.';
