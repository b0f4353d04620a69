create or replace function web.open_terms(today date) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(jsonb_agg(jsonb_build_object('period', t.term, 'month', period.month_name((t.until - interval '1 month')::date),
                                                 'closed', period.latest_term(t.term) is not null) order by t.until, t.start desc), '[]')
      from period.terms() t
     where t.until <= today and (period.latest_term(t.term) is null or period.term_due(t.term) <> '{}')
$$;

comment on function web.open_terms(date) is
    'The quarters, half-years and years that a scheme has, that ended by a day, and that are not closed or, since a part was revised, due for a revision '
    '(closed): [{period, month, closed}], with the last month of each; the first that ended first.';
