create or replace function post.claim(
    sender       text,
    most         integer default 10,
    lease_for    interval default interval '2 minutes',
    as_of        timestamptz default null,
    for_receivers text[] default null
) returns table (message bigint, receiver text, receiver_kind text, key text, attempt integer, lease uuid,
                 content jsonb, event jsonb)
language sql security definer
set search_path = ''
set jit = off
as $$
    with chosen as (
        select o.message, o.receiver
          from post.outbox o
         where o.state = 'pending' and o.next_at <= coalesce(as_of, merit.now())
           and o.receiver = any (coalesce(for_receivers, array[o.receiver]))
         order by o.next_at, o.message, o.receiver
         limit most
           for update skip locked
    ), taken as (
        update post.outbox o
           set attempts = o.attempts + 1, lease = gen_random_uuid(), next_at = coalesce(as_of, merit.now()) + lease_for
          from chosen c
         where (o.message, o.receiver) = (c.message, c.receiver)
        returning o.*
    )
    select t.message, t.receiver, r.kind, t.key, t.attempts, t.lease, m.content,
           jsonb_build_object('specversion', '1.0', 'id', t.key,
                              'source', '/meritd/' || coalesce(h.shop, 'shop'), 'type', 'merit.ranking.posted',
                              'time', to_char(m.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                              'subject', period.month_name(m.month), 'datacontenttype', 'application/json',
                              'data', m.content)
      from taken t
      join post.message m on m.id = t.message
      join post.receiver r using (receiver)
     cross join ref.shop h
     where sender is not null
$$;

comment on function post.claim(text, integer, interval, timestamptz, text[]) is
    'Takes postings that are due, at most so many, for one sender and a time; others skip them until the lease '
    'ends (a sender that died is replaced then). Answer each with post.answer. event: the posting as a CloudEvent, '
    'its id the idempotency key.';
