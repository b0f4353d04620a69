create or replace function period.grain_of(of_period text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
as $$ select coalesce((period.term_span(of_period)).grain, 'month') $$;

comment on function period.grain_of(text) is 'month, quarter, half_year or year: what kind of period has this name.';
