create or replace function pay.is_commission(input text) returns boolean
language sql immutable
set search_path = pg_catalog, pg_temp
as $$ select input like '%commission' $$;

comment on function pay.is_commission(text) is
    'Whether an input of the pay formula is a commission, by its name: penalties come from commissions, and none is below 0.';
