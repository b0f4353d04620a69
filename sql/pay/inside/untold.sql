create or replace view pay.untold as
select l.*
  from pay.ledger l
 where l.kind in ('reward', 'penalty', 'reversal')
   and not exists (
       select from post.message m
         left join pay.ledger head on head.hash = m.content ->> 'ledger_head'
        where coalesce(m.term, to_char(m.month, 'YYYY-MM')) = l.period and m.revision = l.revision
          and (head.line >= l.line or head.line is null and m.content ->> 'ledger_head' <> repeat('0', 64)));

comment on view pay.untold is
    'One row per line of the ledger that no posting of its month and revision has told of: a posting tells of all lines '
    'up to the head that it states. (A stated head that is no line''s hash is for pay.verify_chain to report.) Outside a '
    'transaction that is about to post them there are no such lines. Waivers and their reversals are never posted, '
    'because they would reveal commissions.';
