create or replace function pay.verify_chain(head text)
returns table (line bigint, problem text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with chained as (  -- one row per line of the ledger, with what it must be
        select l.line, l.hash, l.prev_hash,
               encode(sha256(convert_to(pay.ledger_text(l), 'UTF8')), 'hex') as fresh,
               lag(l.hash, 1, repeat('0', 64)) over (order by l.line) as before,
               lag(l.line, 1, 0::bigint) over (order by l.line) as line_before
          from pay.ledger l
    ), promised (hash, place) as (
        select m.content ->> 'ledger_head',
               format('the posting of %s, revision %s', coalesce(m.term, period.month_name(m.month)), m.revision)
          from post.message m
        union all
        select lower(head), 'the head given'
         where head is not null and not exists (select from pay.journal j where j.hash = lower(head))
    )
    select c.line, 'it was changed: its text does not have its hash' from chained c where c.fresh <> c.hash
    union all
    select c.line, 'it does not follow the line before it' from chained c where c.prev_hash <> c.before
    union all
    select c.line, format('line %s is missing', c.line_before + 1) from chained c where c.line <> c.line_before + 1
    union all
    select null, format('no line has the head of %s, %s: lines were changed or removed since', p.place, p.hash)
      from promised p
     where p.hash <> repeat('0', 64) and not exists (select from chained c where c.fresh = p.hash)
$$;

comment on function pay.verify_chain(text) is
    'One row per problem of the ledger''s chain. Every line is hashed again. Every head that a posting stated must be in '
    'the chain, and so must the head given (which may be the journal''s instead).';
