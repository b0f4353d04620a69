create or replace function post.requeue(
    messages bigint[], own bigint[], whose text[], for_receivers text[], again boolean, at timestamptz
) returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    insert into post.outbox (message, receiver, key, next_at)
    select m.id, r.receiver, post.key(m, r.receiver), at
      from post.message m
     cross join lateral post.recipients(m) as r(receiver)
     where m.id = any (messages) and r.receiver = any (coalesce(for_receivers, array[r.receiver]))
     union
    select m.id, w.receiver, post.key(m, w.receiver), at
      from unnest(own, whose) as w(message, receiver)
      join post.message m on m.id = w.message
     where w.receiver = any (coalesce(for_receivers, array[w.receiver]))
    on conflict do nothing;
    update post.outbox o set state = 'pending', next_at = at, lease = null
     where (o.message = any (messages) or (o.message, o.receiver) in (select * from unnest(own, whose)))
       and o.receiver = any (coalesce(for_receivers, array[o.receiver]))
       and (o.state = 'refused' or (again and o.state = 'sent'));
    return (select jsonb_agg(jsonb_build_object('receiver', o.receiver, 'key', o.key, 'state', o.state,
                                                'attempts', o.attempts) order by o.receiver, o.message)
              from post.outbox o
             where o.message = any (messages) or (o.message, o.receiver) in (select * from unnest(own, whose)));
end $$;

comment on function post.requeue(bigint[], bigint[], text[], text[], boolean, timestamptz) is
    'The part of post.queue and post.queue_term that is the same: queues these postings for their receivers, and for receivers of one person '
    '(whose) the posting beside it (own); again: also for those that have them. Returns [{receiver, key, state, attempts}].';
