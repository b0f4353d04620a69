create or replace function web.ended_terms(for_month date) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select array(select t.term
                   from unnest(web.terms_of(for_month)) as t(term)
                  where (period.term_span(t.term)).until = (for_month + interval '1 month')::date)
$$;

comment on function web.ended_terms(date) is 'The names of the quarter, half-year and year that end with a month.';
