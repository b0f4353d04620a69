create or replace function period.next_term_schemes(of_term text, schemes_in_force boolean)
returns table (scheme text, version integer, checksum text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with span as materialized (
        select s.grain, (s.until - interval '1 month')::date as last from period.term_span(of_term) s
    ), last as (  -- one row
        select period.latest_term(of_term) as revision
    )
    select s.scheme, s.version, s.checksum
      from (select f.scheme, f.version
              from last l cross join span p cross join lateral score.term_schemes(p.last, p.grain) f
             where schemes_in_force or l.revision is null
            union all
            select f.scheme, f.version
              from last l join period.term_scheme f on f.term = of_term and f.revision = l.revision
             where not schemes_in_force) v
      join score.scheme s on s.scheme = v.scheme and s.version = v.version
$$;

comment on function period.next_term_schemes(text, boolean) is
    'period.next_schemes of a term: the schemes by which it would be closed or, if it is closed, revised.';
