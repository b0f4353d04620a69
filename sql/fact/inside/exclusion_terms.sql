create or replace function fact.exclusion_terms(kind text, reference text) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select m.period from fact.mark m where exclusion_terms.kind = 'mark' and m.hash::text = exclusion_terms.reference and period.month_of(m.period) is null
         union
        select t.period from fact.target t where exclusion_terms.kind = 'target' and t.hash::text = exclusion_terms.reference and period.month_of(t.period) is null)
$$;

comment on function fact.exclusion_terms(text, text) is 'The quarter, half-year or year that a mark or target is for; {}: a month, or something else.';
