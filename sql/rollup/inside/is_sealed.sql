create or replace function rollup.is_sealed(day date) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select exists (select from rollup.sealed_buyers s
                    where s.whose = 'shop' and s.grain = 'month' and s.start = date_trunc('month', is_sealed.day::timestamp)::date and s.name = '')
$$;

comment on function rollup.is_sealed(date) is
    'Whether the distinct customers of teams and shop of the day, and of its month, are read from rollup.sealed_buyers.';
