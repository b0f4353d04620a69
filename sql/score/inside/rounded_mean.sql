-- Twelve decimals remove the last digits of the division, so that 30 × (260 / 3) is 2600 again and a value on an edge stays
-- on it.

create or replace function score.rounded_mean(total numeric, weight numeric) returns numeric
language sql immutable strict parallel safe
set search_path = pg_catalog, pg_temp
as $$ select trim_scale(round(total / weight, 12)) $$;

comment on function score.rounded_mean(numeric, numeric) is 'A weighed sum by its weight, to twelve decimals.';
