create or replace view merit.own_round as
select m.month, s.agent, s.day, s.conversation, s.kind, s.asked_at, s.answered_at
  from period.months() as m(month)
 cross join lateral merit.own_rounds(m.month) s;

comment on view merit.own_round is
    'One row per round of the agents whom the caller may see by name: its conversation, question and answer.';

comment on column merit.own_round.month is 'The first day of the business month.';
comment on column merit.own_round.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.own_round.day is 'The business day of the contact.';
comment on column merit.own_round.conversation is 'The id of the conversation on the chat platform.';
comment on column merit.own_round.kind is
    'answered, unanswered or handed_over; suspended, or trailing where the rule leaves it out: these are in no metric but their own.';
comment on column merit.own_round.asked_at is 'When the first unanswered message of the customer was sent.';
comment on column merit.own_round.answered_at is 'When the agent answered; NULL if nobody did.';
