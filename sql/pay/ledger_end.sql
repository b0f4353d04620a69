create or replace function pay.ledger_end()
returns table (lines bigint, head text, entries bigint, journal_head text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select (select count(*) from pay.ledger), pay.head(), (select count(*) from pay.journal), pay.journal_head()
$$;

comment on function pay.ledger_end() is
    'How many lines the ledger has, how many entries the journal has, and both heads. Write the heads down, and give one '
    'to pay.verify_ledger later.';
