create or replace function period.term_leader(of_term text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with span as (
        select s.grain, (s.until - interval '1 month')::date as last from period.term_span(of_term) s
    ), known as materialized (
        select f.scheme, period.pays_term(v.document, s.grain) as pays
          from span s
         cross join lateral score.term_schemes(s.last, s.grain) f
          join score.scheme v on v.scheme = f.scheme and v.version = f.version
    ), candidate as materialized (  -- those that pay, if any does
        select k.scheme from known k where k.pays or not exists (select from known x where x.pays)
    )
    select coalesce(
        (select c.scheme from candidate c join period.setting s using (scheme)),
        (select c.scheme from candidate c cross join span s where c.scheme = period.leading_scheme(s.last)),
        (select min(c.scheme) from candidate c having count(*) = 1))
$$;

comment on function period.term_leader(text) is
    'The scheme that pays in a term and whose ranking is posted: of those that have money for it or, if none has, of all that have it, the one '
    'that month.scheme names, or else the one that pays in the term''s last month, or else the only one. NULL: that leaves several.';
