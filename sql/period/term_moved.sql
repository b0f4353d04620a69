-- What was changed may weigh nothing, count for no scheme of the close, or have been taken back: so the results are made anew, but only
-- where anything was changed at all.

create or replace function period.term_moved(of_term text) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select case when c.input_hash <> period.term_input_hash(c.term, c.revision)
                then exists (select from period.changed_items(array(select v from period.term_values(c.term, c.revision) v),
                                                              array(select v from period.term_values_now(c.term) v)))
                else false end
      from period.term_closing c
     where c.term = of_term and c.revision = period.latest_term(of_term)
$$;

comment on function period.term_moved(text) is
    'Whether marks, targets, evidence of grades or staff records that a closed quarter, half-year or year was made of were changed since, so that a revision '
    'would change a result or what pay goes by (period.revise_term); NULL: it is not closed.';
