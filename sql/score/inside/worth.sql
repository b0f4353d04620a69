create or replace function score.worth(weight numeric, out_of numeric) returns numeric
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$ select trim_scale(round(weight * 100 / out_of, 12)) $$;

comment on function score.worth(numeric, numeric) is
    'What one point of an indicator counts for, before the division by the weights in use: its weight, if points are out of 100. '
    'To twelve decimals.';
