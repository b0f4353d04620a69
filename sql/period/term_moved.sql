create or replace function period.term_moved(of_term text) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
    select c.input_hash <> period.term_input_hash(c.term, c.revision)
      from period.term_closing c
     where c.term = of_term and c.revision = period.latest_term(of_term)
$$;

comment on function period.term_moved(text) is
    'Whether marks, targets, evidence of grades or staff records that a closed quarter, half-year or year was made of were changed since, so that a revision '
    'might change it (period.revise_term says so); NULL: it is not closed.';
