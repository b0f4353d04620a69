-- div() is exact for numeric, so no quotient that was itself rounded is rounded again.

create or replace function score.rounded_quotient(dividend numeric, divisor numeric)
returns numeric
language sql immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select pg_catalog.sign(dividend) * pg_catalog.div(200 * pg_catalog.abs(dividend) + divisor, 2 * divisor) * 0.01
$$;

comment on function score.rounded_quotient(numeric, numeric) is
    'dividend / divisor, rounded once, half away from zero, to 2 decimals. The divisor must be more than 0.';
