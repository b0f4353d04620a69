create or replace function period.paying(of_period text, of_revision integer)
returns table (scheme text, version integer, document jsonb, pay jsonb)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select s.scheme, s.version, s.document, pay.formula(s.document, 'month')
      from period.closing c
      join period.closing_scheme f using (month, revision, scheme)
      join score.scheme s using (scheme, version)
     where c.month = period.month_of(of_period) and c.revision = of_revision
    union all
    select s.scheme, s.version, s.document, pay.formula(s.document, (period.term_span(of_period)).grain)
      from period.term_closing c
      join period.term_scheme f using (term, revision, scheme)
      join score.scheme s using (scheme, version)
     where c.term = of_period and c.revision = of_revision
$$;

comment on function period.paying(text, integer) is
    'The scheme that pays in a revision of a closed month or term, by its name, with its pay formula for such periods.';
