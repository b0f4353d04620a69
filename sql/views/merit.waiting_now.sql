create or replace view merit.waiting_now as
select c.open_agent as agent, c.conversation, c.open_asked_at as asked_at,
       merit.now() - c.open_asked_at as waiting
  from fact.counted_conversation c
 where c.open_until >= merit.now();

comment on view merit.waiting_now is
    'One row per conversation whose customer waits for an answer at merit.now(), but excluded ones: who holds '
    'it, since when.';
