-- Only the chain is a loop: what is hashed of the rows is made for all of them at once.

create or replace function pay.record_all(written anyarray) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
declare
    shape record;
    row   record;
    e     pay.journal;
    added pay.journal[] := '{}';
begin
    if cardinality(written) > 0 then
        perform period.lock();
    else
        return;
    end if;
    select h.* into strict shape from pay.hashed() h
     where h.relation = pg_typeof(written[1])::text order by h.version desc limit 1;
    select j.entry, j.hash into e.entry, e.hash from pay.journal j order by j.entry desc limit 1;
    e.relation := shape.relation;
    e.version := shape.version;
    for row in
        select (select string_agg(w.content ->> u.k, ' ' order by u.n) from unnest(shape.key) with ordinality as u(k, n)) as key,
               pay.digest(w.content, shape.columns) as content
          from (select to_jsonb(x) as content from unnest(written) x offset 0) w
    loop
        e.entry := coalesce(e.entry, 0) + 1;
        e.prev_hash := coalesce(e.hash, repeat('0', 64));
        e.key := row.key;
        e.content := row.content;
        e.hash := pay.entry_hash(e);
        added := added || e;
    end loop;
    insert into pay.journal (entry, relation, version, key, content, prev_hash, hash)
    select a.entry, a.relation, a.version, a.key, a.content, a.prev_hash, a.hash from unnest(added) a;
end $$;

comment on function pay.record_all(anyarray) is
    'Appends a journal entry for each row of a list, in its order: rows of one table in pay.hashed that were just written or ended.';
