create or replace view merit.ledger as
select l.line, l.period, l.revision, l.agent, l.reason, l.kind, l.amount, l.currency, l.reverses, l.waives, l.note,
       l.posted_at, l.posted_by, l.hash
  from merit.seen_lines() l;

comment on view merit.ledger is
    'One row per line of the ledger. reason: first, last or first_streak, an award of a longer period, or a pay item of the scheme. kind: reward, penalty, waived, pay, or '
    'the reversal of one of these. amount: in the shop''s currency. Agents see their own lines. Leads see those of their teams, and '
    'the closing role everybody''s, but neither sees what was waived or what pay items give, nor any hash.';

comment on column merit.ledger.line is 'The number of the line, from 1 without gaps.';
comment on column merit.ledger.period is 'The month (2026-10), or quarter, half-year or year (2026-Q4, 2026-H2, 2026), that it pays for.';
comment on column merit.ledger.revision is 'The number of the close: 0 for the first, then 1, 2, … for each revision.';
comment on column merit.ledger.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.ledger.reason is 'What the amount is for: first, last or first_streak, the award of a longer period, or the pay item of the scheme.';
comment on column merit.ledger.kind is 'reward, penalty, waived, pay, reversal (of a reward or penalty), waived_reversal or pay_reversal.';
comment on column merit.ledger.amount is 'In the shop''s currency; a positive amount is paid to the agent.';
comment on column merit.ledger.currency is 'ISO 4217.';
comment on column merit.ledger.reverses is 'The line that it takes back; NULL for any other line.';
comment on column merit.ledger.waives is 'The penalty that it waives in part or whole; NULL for any other line.';
comment on column merit.ledger.note is 'Why it was written; NULL for lines that the close itself wrote.';
comment on column merit.ledger.posted_at is 'When it was appended.';
comment on column merit.ledger.posted_by is 'Who appended it.';
comment on column merit.ledger.hash is 'SHA-256 of the line and of the hash before it; NULL for callers who do not see every line.';
