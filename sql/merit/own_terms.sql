create or replace function merit.own_terms() returns table (term text, first_day date, last_day date)
language sql stable security definer rows 12
set search_path = pg_catalog, pg_temp
set jit = off
as $$ select t.term, t.start, t.until - 1 from period.terms() t $$;

comment on function merit.own_terms() is 'The quarters, half-years and years that merit.own_term_score may have (period.terms), with their first and last day.';
