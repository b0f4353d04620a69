create or replace function period.latest_term(of_term text) returns integer
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select max(c.revision) from period.term_closing c where c.term = of_term $$;

comment on function period.latest_term(text) is 'The last revision of a closed term; NULL while it is not closed.';
