create or replace view pay.unreversed as
select l.*
  from pay.ledger l
 where l.kind in ('reward', 'penalty', 'waived', 'pay')
   and not exists (select from pay.ledger r where r.reverses = l.line);

comment on view pay.unreversed is 'One row per line of the ledger that stands: no reversal, and not reversed.';
