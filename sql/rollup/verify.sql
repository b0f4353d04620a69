create or replace function rollup.verify(from_day date, to_day date)
returns table (object text, key text, "column" text, stored text, fresh text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select v.*
      from rollup.portions(from_day, least(to_day, (select h.since from rollup.held h))) p
     cross join lateral rollup.verify_days(p.first, p.last + 1) v
    union
    select v.*
      from rollup.verify_sums('month', date_trunc('month', from_day)::date,
                              least((date_trunc('month', to_day - 1) + interval '1 month')::date, (select h.since from rollup.held h))) v
     where from_day < to_day
$$;

comment on function rollup.verify(date, date) is
    'Compares settled rows and roll-ups of the business days [from_day, to_day), and of the months they lie in, with a fresh '
    'calculation at the stored as_of: rollup.verify_days and verify_sums. One row per object, key and column that differs; '
    'none when all is right. Months that are held (rollup.held) are left out.';
