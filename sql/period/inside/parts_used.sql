create or replace function period.parts_used(of_term text, of_revision integer default null)
returns table (part text, start date, grain text)
language sql stable rows 20
set search_path = pg_catalog, pg_temp
as $$
    with span as materialized (
        select s.grain, s.start, (s.until - interval '1 month')::date as last from period.term_span(of_term) s
    ), scheme as materialized (
        select v.document
          from span s
         cross join lateral score.term_schemes(s.last, s.grain) f
          join score.scheme v on v.scheme = f.scheme and v.version = f.version
         where of_revision is null
        union all
        select v.document
          from period.term_scheme f
          join score.scheme v on v.scheme = f.scheme and v.version = f.version
         where f.term = of_term and f.revision = of_revision
    ), asked as (  -- one row, if a mid-year review of the year before looks at the term
        select t.term, t.start
          from span s
          join period.terms() t on s.grain = 'half_year' and t.grain = 'year' and t.until = s.start
         where exists (select from scheme v where jsonb_path_exists(v.document, '$.year_end[*] ? (@.review == "mid_year")'))
    ), used as (  -- a scheme that scores the term itself looks at its months
        select distinct coalesce(v.document #>> array['terms', s.grain, 'of'], 'month') as grain from span s cross join scheme v
    )
    select p.part, p.start, u.grain
      from used u
     cross join lateral period.term_parts(of_term, u.grain) p
    union all
    select a.term, a.start, 'year' from asked a
     order by 2, 3
$$;

comment on function period.parts_used(text, integer) is
    'The months and shorter terms of which schemes make a term, those in force or of a revision of it: name, first month with anything, '
    'month or kind of term; of a first half-year also the year before, if a scheme reviews its grades then.';
