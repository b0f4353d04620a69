create or replace function period.month_name(month date) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select to_char(month_name.month, 'YYYY-MM') $$;

comment on function period.month_name(date) is 'A month as text, such as 2026-10.';
