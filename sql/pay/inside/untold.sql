create or replace view pay.untold as
select l.*
  from pay.ledger l
 where l.kind in ('reward', 'penalty', 'reversal')
   and not exists (
       select from post.message m
         left join pay.ledger head on head.hash = m.content ->> 'ledger_head'
        where to_char(m.month, 'YYYY-MM') = l.period and m.revision = l.revision
          and (head.line >= l.line or head.line is null and m.content ->> 'ledger_head' <> repeat('0', 64)));

comment on view pay.untold is
    'One row per line of the ledger that no posting of its month and revision tells of: each tells up to the head that it '
    'states (one that is no line''s is a matter of pay.verify_chain). There are some only within a transaction that is about '
    'to post them. Waivers and their reversals are never posted: they tell of commissions.';
