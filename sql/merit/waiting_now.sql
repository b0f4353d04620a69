create or replace view merit.waiting_now as
select c.open_agent as agent, c.conversation, c.open_asked_at as asked_at,
       merit.now() - c.open_asked_at as waiting
  from fact.counted_conversation c
 where c.open_until >= merit.now();

comment on view merit.waiting_now is
    'One row per conversation whose customer waits for an answer at merit.now(): who holds it, and since when the '
    'customer waits. Excluded conversations are left out.';

comment on column merit.waiting_now.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.waiting_now.conversation is 'The id of the conversation on the chat platform.';
comment on column merit.waiting_now.asked_at is 'When the first unanswered message of the customer was sent.';
comment on column merit.waiting_now.waiting is 'How long the customer has waited, at merit.now().';
