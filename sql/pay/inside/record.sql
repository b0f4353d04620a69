create or replace function pay.record(written anyelement) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$ select pay.record_all(array[written]) $$;

comment on function pay.record(anyelement) is
    'Appends a journal entry for a row of a table in pay.hashed that was just written or ended.';
