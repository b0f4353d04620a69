create or replace function period.terms()
returns table (term text, grain text, start date, until date)
language plpgsql stable rows 12
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    return query
    select t.term, s.grain, s.start, s.until
      from (select period.term_name(g, m) as term
              from period.months() m
             cross join unnest(array['quarter', 'half_year', 'year']) as g
            union
            select c.term from period.term_closing c) t
     cross join lateral period.term_span(t.term) s
     where exists (select from score.term_schemes((s.until - interval '1 month')::date, s.grain))
        or exists (select from period.term_closing c where c.term = t.term);
end $$;

comment on function period.terms() is
    'The terms in which there are months of the shop (period.months) and that a scheme in force in their last month has; and those that are '
    'closed: name, quarter, half_year or year, first day, and the day after the last.';
