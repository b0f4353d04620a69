create or replace function period.share_of(cents numeric, sharers bigint, nth bigint) returns numeric
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select sign(cents) * (div(abs(cents), sharers) + (nth <= mod(abs(cents), sharers))::integer) / 100.00
$$;

comment on function period.share_of(numeric, bigint, bigint) is
    'The nth share (n from 1) of an amount, in whole cents: larger shares first, and all shares add up to the amount.';
