-- A round that is open goes unanswered once its deadline, counts_after, has passed; the part that then counts names it.

create or replace view merit.waiting_now as
select p.agent, p.conversation, w.asked_at, merit.now() - w.asked_at as waiting, p.unanswered[1] is null as after_answer
  from fact.counted_part p
 cross join lateral (select coalesce(p.unanswered[1], p.trailing_asked[1]) as asked_at) w
 where p.counts_after > '-infinity' and p.counts_after >= merit.now() and w.asked_at is not null;

comment on view merit.waiting_now is
    'One row per conversation whose customer waits for an answer at merit.now(): who holds it, and since when the '
    'customer waits. Excluded conversations are left out.';

comment on column merit.waiting_now.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.waiting_now.conversation is 'The id of the conversation on the chat platform.';
comment on column merit.waiting_now.asked_at is 'When the first unanswered message of the customer was sent.';
comment on column merit.waiting_now.waiting is 'How long the customer has waited, at merit.now().';
comment on column merit.waiting_now.after_answer is 'Whether somebody has answered the customer in this session before.';
