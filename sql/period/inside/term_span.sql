create or replace function period.term_span(term text, out grain text, out start date, out until date)
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select g.grain, g.start, (g.start + make_interval(months => g.months))::date
      from (select substr(term, 1, 4)::integer as year, substr(term, 6, 1) as letter, substr(term, 7, 1)::integer as nth
             where term ~ '^2\d{3}-(Q[1-4]|H[12])$'
            union all
            select term::integer, 'Y', 1 where term ~ '^2\d{3}$') t
      join (values ('Q', 'quarter', 3), ('H', 'half_year', 6), ('Y', 'year', 12)) as k(letter, grain, months) using (letter)
     cross join lateral (select k.grain, k.months, make_date(t.year, (t.nth - 1) * k.months + 1, 1) as start) g
$$;

comment on function period.term_span(text) is
    'What a term''s name (2026-Q1, 2026-H1, 2026) says: quarter, half_year or year, its first day, and the day after its last. NULL: it is '
    'no term''s name.';
