-- XXH3-64, as hash_event of base/hash.h makes it. Source, zero byte and id are 51 bytes: for 33 to 64 of them it is the length and four
-- products of 128 bits, folded, and an avalanche. Integration tests compare it with the daemon's.

create or replace function ingest.entered_hash(id uuid) returns bigint
language plpgsql immutable parallel safe strict
set search_path = pg_catalog, pg_temp
as $$
declare
    input  constant bytea := convert_to('urn:meritd:web', 'UTF8') || '\x00' || convert_to(id::text, 'UTF8');
    secret constant bytea := '\xb8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671f'
                             'cb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c';
    word   bigint;
begin
    select ingest.signed(length(input) * 11400714785074694791 + sum(ingest.unsigned(
               ingest.signed(p.product) # ingest.signed(div(p.product, 18446744073709551616)))))
      into word
      from (select ingest.unsigned(ingest.word(input, b.at) # ingest.word(secret, b.key))
                   * ingest.unsigned(ingest.word(input, b.at + 8) # ingest.word(secret, b.key + 8)) as product
              from (values (0, 0), (length(input) - 16, 16), (16, 32), (length(input) - 32, 48)) b(at, key)) p;
    word := word # ((word >> 37) & ((1::bigint << 27) - 1));
    word := ingest.signed(ingest.unsigned(word) * 1609587791953885689);
    word := word # ((word >> 32) & ((1::bigint << 32) - 1));
    return word # (1::bigint << 63);
end $$;

comment on function ingest.entered_hash(uuid) is
    'The event hash of an event that was entered: of the source urn:meritd:web and this id, its top bit flipped as all facts have it.';
