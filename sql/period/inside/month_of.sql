create or replace function period.month_of(of_period text) returns date
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select to_date(case when of_period ~ '^\d{4}-(0[1-9]|1[0-2])$' then of_period end, 'YYYY-MM') $$;

comment on function period.month_of(text) is 'The first day of a month, by its name (2026-10); NULL: it is no month''s name.';
