create or replace function pay.journal_head() returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select coalesce((select j.hash from pay.journal j order by j.entry desc limit 1), repeat('0', 64)) $$;

comment on function pay.journal_head() is 'The hash of the journal''s last entry; 64 zeros for an empty journal.';
