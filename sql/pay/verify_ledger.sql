create or replace function pay.verify_ledger(head text default null)
returns table (line bigint, problem text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select c.line, c.problem from pay.verify_chain(head) c
    union all
    select l.line, l.problem from pay.verify_lines() l
    union all
    select null, j from pay.verify_journal() j
     order by 1 nulls last, 2
$$;

comment on function pay.verify_ledger(text) is
    'One row per problem of the ledger and the journal; no row when all is right. The chain is hashed again, and must '
    'contain every head that a posting stated, and the head given (the ledger''s or the journal''s). Every line must '
    'follow from what is frozen and settled. What was decided must be unchanged.';
