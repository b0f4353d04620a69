create or replace function pay.is_commission(input text) returns boolean
language sql immutable
set search_path = pg_catalog, pg_temp
as $$ select input like '%commission' $$;

comment on function pay.is_commission(text) is
    'Whether the name of an input says that it is a commission. Penalties are taken from commissions, and no commission '
    'is below 0.';
