create or replace function pay.head() returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$ select coalesce((select l.hash from pay.ledger l order by l.line desc limit 1), repeat('0', 64)) $$;

comment on function pay.head() is 'The hash of the ledger''s last line; 64 zeros for an empty ledger.';
