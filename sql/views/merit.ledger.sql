create or replace view merit.ledger as
select l.line, l.period, l.revision, l.agent, l.reason, l.kind, l.amount, l.currency, l.reverses, l.waives, l.note,
       l.posted_at, l.posted_by, l.hash
  from merit.seen_lines() l;

comment on view merit.ledger is
    'One row per line of the ledger: reason first, last or first_streak; kind reward, penalty, waived, or the '
    'reversal of one; amount in the shop''s currency. Agents see themselves; leads their teams and the '
    'closing role everybody, but not what was waived, and no hash.';
