create or replace view merit.posting as
select m.month, m.revision, m.kind, o.receiver, o.key, o.state, o.attempts, o.next_at, a.attempted_at, a.outcome,
       a.answer, m.created_at, m.sequence,
       coalesce(m.term, to_char(m.month, 'YYYY-MM')) as period
  from post.message m
  join post.outbox o on o.message = m.id
  left join lateral (select x.* from post.attempt x
                      where (x.message, x.receiver) = (o.message, o.receiver)
                      order by x.attempt desc limit 1) a on true;

comment on view merit.posting is
    'One row per posting and receiver: whether it was sent, how often it was tried, and the last answer.';

comment on column merit.posting.month is 'The first day of the business month; NULL: it is of a longer period.';
comment on column merit.posting.revision is 'The number of the close: 0 for the first, then 1, 2, … for each revision.';
comment on column merit.posting.kind is
    'What it tells: ranking (of a close), revision (what it changed) or reversal (what was taken back since).';
comment on column merit.posting.receiver is 'The name of a receiver in the configuration.';
comment on column merit.posting.key is 'The idempotency key that the receiver gets: the same for every attempt.';
comment on column merit.posting.state is 'pending, sent, or refused (by the receiver, for good).';
comment on column merit.posting.attempts is 'How many attempts there were.';
comment on column merit.posting.next_at is 'When it is tried next; NULL: never.';
comment on column merit.posting.attempted_at is 'When it was last tried; NULL before the first time.';
comment on column merit.posting.outcome is 'How the last attempt ended: sent, failed or refused; NULL before the first.';
comment on column merit.posting.answer is 'What the receiver answered to that attempt.';
comment on column merit.posting.created_at is 'When it was queued.';
comment on column merit.posting.sequence is
    '0 for the posting of the close or revision itself, then 1, 2, … for what was taken back since.';
comment on column merit.posting.period is 'The month or longer period that was closed or revised: 2026-10, 2026-Q1, 2026-H1, 2026.';
