create or replace function web.terms_of(for_month date) returns text[]
language sql immutable
set search_path = pg_catalog, pg_temp
as $$ select array(select period.term_name(g, for_month) from unnest(array['quarter', 'half_year', 'year']) g) $$;

comment on function web.terms_of(date) is 'The names of the quarter, half-year and year that a month is in.';
