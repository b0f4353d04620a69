create or replace function period.last_day(of_period text) returns date
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select (period.last_month(of_period) + interval '1 month')::date - 1 $$;

comment on function period.last_day(text) is 'The last day of the month or term of this name; NULL: it is neither''s.';
