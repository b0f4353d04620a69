create or replace function period.term_due(of_term text) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with frozen as (
        select p.part, p.part_revision from period.term_part p where p.term = of_term and p.revision = period.latest_term(of_term)
    )
    select coalesce(array_agg(x.part order by x.part), '{}')
      from (select f.part from frozen f where f.part_revision is distinct from period.part_closed(f.part)
            union
            select u.part from period.parts_used(of_term, period.latest_term(of_term)) u
             where period.part_closed(u.part) is not null and u.part not in (select f.part from frozen f)) x
     where period.latest_term(of_term) is not null
$$;

comment on function period.term_due(text) is
    'The months and shorter terms of a closed term that were revised, or closed, since: a revision of the term is due. {}: none, or it is '
    'not closed.';
