create or replace function merit.own_terms() returns setof text
language sql stable security definer rows 12
set search_path = pg_catalog, pg_temp
set jit = off
as $$ select t.term from period.terms() t $$;

comment on function merit.own_terms() is 'The quarters, half-years and years that merit.own_term_score and merit.term_result may have (period.terms).';
