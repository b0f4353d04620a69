create or replace function ingest.signed(number numeric) returns bigint
language sql immutable parallel safe strict
set search_path = pg_catalog, pg_temp
as $$
    select (n.low - case when n.low >= 9223372036854775808 then 18446744073709551616 else 0 end)::bigint
      from (select mod(number, 18446744073709551616) as low) n
$$;

comment on function ingest.signed(numeric) is 'The low 64 bits of a number, 0 or more, as a word.';
