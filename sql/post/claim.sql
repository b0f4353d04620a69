create or replace function post.claim(
    sender       text,
    most         integer default 10,
    lease_for    interval default interval '2 minutes',
    as_of        timestamptz default null,
    for_receivers text[] default null
) returns table (message bigint, receiver text, receiver_kind text, key text, attempt integer, lease uuid,
                 content jsonb, event jsonb, options jsonb, content_type text, body jsonb)
language sql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with present as materialized (
        select merit.decision_time(as_of) as at, merit.closes() as may_tell
    ), chosen as (
        select o.message, o.receiver
          from present p
          join post.outbox o on o.state = 'pending' and o.next_at <= p.at
          join post.receiver r on r.receiver = o.receiver and r.enabled
         where o.receiver = any (coalesce(for_receivers, array[o.receiver]))
           and (not r.options ? 'agent' or p.may_tell)
         order by o.next_at, o.message, o.receiver
         limit most
           for update of o skip locked
    ), taken as (
        update post.outbox o
           set attempts = o.attempts + 1, lease = gen_random_uuid(), next_at = p.at + lease_for
          from present p, chosen c
         where (o.message, o.receiver) = (c.message, c.receiver)
        returning o.*
    )
    select t.message, t.receiver, r.kind, t.key, t.attempts, t.lease, e.event -> 'data', e.event, r.options,
           case when r.kind = 'webhook' and (r.options ? 'template' or r.options ->> 'format' like 'wecom%')
                then 'application/json' else 'application/cloudevents+json' end,
           post.body(r.kind, r.options, e.event)
      from taken t
      join post.message m on m.id = t.message
      join post.receiver r using (receiver)
     cross join lateral (select case when r.options ? 'agent' then post.own_event(t.message, t.key, r.options ->> 'agent')
                                     else post.event(t.message, t.key) end) as e(event)
     where sender is not null
     order by t.message, t.receiver
$$;

comment on function post.claim(text, integer, interval, timestamptz, text[]) is
    'Takes postings that are due for one sender and for a time, at most as many as asked. Other senders skip them until '
    'the lease ends, which replaces a sender that died. Each must be answered with post.answer. event: the posting as a '
    'CloudEvent (for the receiver of one person: what is that person''s; '
    'the closing role alone takes these), whose id is the idempotency key. options: those of the receiver. body: what to send, in the format of '
    'content_type.';
