create or replace function pay.record(written anyelement) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
declare
    content jsonb := to_jsonb(written);
    shape   record;
    e       pay.journal;
begin
    perform period.lock();
    select h.* into strict shape from pay.hashed() h
     where h.relation = pg_typeof(written)::text order by h.version desc limit 1;
    select j.entry + 1, j.hash into e.entry, e.prev_hash from pay.journal j order by j.entry desc limit 1;
    e.entry := coalesce(e.entry, 1);
    e.prev_hash := coalesce(e.prev_hash, repeat('0', 64));
    e.relation := shape.relation;
    e.version := shape.version;
    e.key := (select string_agg(content ->> k, ' ' order by n) from unnest(shape.key) with ordinality as u(k, n));
    e.content := pay.digest(content, shape.columns);
    e.hash := pay.entry_hash(e);
    insert into pay.journal (entry, relation, version, key, content, prev_hash, hash)
    values (e.entry, e.relation, e.version, e.key, e.content, e.prev_hash, e.hash);
end $$;

comment on function pay.record(anyelement) is
    'Appends a journal entry for a row of a table in pay.hashed that was just written or ended.';
