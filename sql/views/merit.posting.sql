create or replace view merit.posting as
select m.month, m.revision, m.kind, o.receiver, o.key, o.state, o.attempts, o.next_at, a.attempted_at, a.outcome,
       a.answer, m.created_at
  from post.message m
  join post.outbox o on o.message = m.id
  left join lateral (select x.* from post.attempt x
                      where (x.message, x.receiver) = (o.message, o.receiver)
                      order by x.attempt desc limit 1) a on true;

comment on view merit.posting is
    'One row per posting and receiver: whether it was sent, how often it was tried, and the last answer.';
