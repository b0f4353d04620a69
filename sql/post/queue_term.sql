create or replace function post.queue_term(
    of_term text, for_revision integer default null, for_receivers text[] default null, again boolean default false
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    at      constant timestamptz := merit.decision_time();
    sought  bigint;
    reached text[];
begin
    perform period.lock();
    sought := (select m.id from post.message m where m.term = of_term and m.revision = coalesce(for_revision, period.latest_term(of_term)));
    if sought is null then
        raise exception 'there is no posting of %', coalesce(ref.excerpt(to_jsonb(of_term)), 'NULL')
            using errcode = 'object_not_in_prerequisite_state', hint = 'meritd close --period P writes it';
    end if;
    reached := array(select r.receiver from post.receiver r
                      where r.enabled and not r.options ? 'agent' and r.receiver = any (coalesce(for_receivers, array[r.receiver])));
    insert into post.outbox (message, receiver, key, next_at)
    select m.id, r.receiver, post.key(m, r.receiver), at
      from post.message m cross join unnest(reached) as r(receiver)
     where m.id = sought
    on conflict do nothing;
    update post.outbox o set state = 'pending', next_at = at, lease = null
     where o.message = sought and o.receiver = any (reached) and (o.state = 'refused' or (again and o.state = 'sent'));
    return (select jsonb_agg(jsonb_build_object('receiver', o.receiver, 'key', o.key, 'state', o.state, 'attempts', o.attempts) order by o.receiver)
              from post.outbox o where o.message = sought);
end $$;

comment on function post.queue_term(text, integer, text[], boolean) is
    'post.queue of a quarter, half-year or year: queues its posting (revision NULL: the last one) for receivers (NULL: all enabled ones that '
    'are not one person''s) that do not have it yet or refused it; again: also for those that have it. Returns [{receiver, key, state, '
    'attempts}]. 55000: it is not closed.';
