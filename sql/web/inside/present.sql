create or replace function web.present(for_month date) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select period.present(for_month) $$;

comment on function web.present(date) is 'Who has anything in the month, but for nobody''s.';
