create or replace function period.months_of(of_period text) returns setof date
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select m::date
      from generate_series(coalesce(period.month_of(of_period), (period.term_span(of_period)).start)::timestamp, period.last_month(of_period)::timestamp,
                           interval '1 month') as m
$$;

comment on function period.months_of(text) is 'The months, by their first day, of the month or term of this name; none: it is neither''s.';
