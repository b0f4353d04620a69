create or replace view merit.own_round as
select m.month, s.agent, s.day, s.conversation, s.kind, s.asked_at, s.answered_at
  from period.months() as m(month)
 cross join lateral merit.own_rounds(m.month) s;

comment on view merit.own_round is
    'One row per round of those whom the caller may see by name: its conversation, question and answer.';
