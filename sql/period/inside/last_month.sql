create or replace function period.last_month(of_period text) returns date
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select coalesce(period.month_of(of_period), (select (s.until - interval '1 month')::date from period.term_span(of_period) s)) $$;

comment on function period.last_month(text) is 'The month of this name, or the last one of the term of this name; NULL: it is neither''s.';
