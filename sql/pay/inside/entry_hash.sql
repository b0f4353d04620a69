create or replace function pay.entry_hash(e pay.journal) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return encode(sha256(convert_to(concat_ws(' ', e.entry, e.relation, e.version, e.key, e.content, e.prev_hash), 'UTF8')),
                  'hex');
end $$;

comment on function pay.entry_hash(pay.journal) is
    'The hash of a journal entry: SHA-256, in hex, of entry, relation, version, key, content and prev_hash, separated by '
    'spaces.';
