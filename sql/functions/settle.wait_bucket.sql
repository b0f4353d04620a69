create or replace function settle.wait_bucket(wait_ms bigint) returns smallint
language sql immutable parallel safe
as $$
    select case when wait_ms < 1 then 0
                else 1 + floor(ln(wait_ms::double precision) / ln(1.05::double precision)) end::smallint
$$;

comment on function settle.wait_bucket is
    'The bucket of a wait in milliseconds: 0 below 1 ms, else n >= 1 for [1.05^(n-1), 1.05^n).';
