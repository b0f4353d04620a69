create or replace function post.queue(
    for_month date, for_revision integer default null, for_receivers text[] default null, again boolean default false
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    wanted integer := coalesce(for_revision, period.latest(for_month));
    sought bigint := (select m.id from post.message m where m.month = for_month and m.revision = wanted);
    at     timestamptz := merit.present();
begin
    if sought is null then
        raise exception 'there is no posting of %', period.month_name(for_month)
            using errcode = 'object_not_in_prerequisite_state', hint = 'meritd close --month M writes it';
    end if;
    insert into post.outbox (message, receiver, key, next_at)
    select sought, r.receiver, post.key(for_month, wanted, r.receiver), at
      from post.receiver r
     where r.enabled and r.receiver = any (coalesce(for_receivers, array[r.receiver]))
    on conflict do nothing;
    update post.outbox o set state = 'pending', next_at = at, lease = null
     where o.message = sought and o.receiver = any (coalesce(for_receivers, array[o.receiver]))
       and (o.state = 'refused' or (again and o.state = 'sent'));
    return (select jsonb_agg(jsonb_build_object('receiver', o.receiver, 'key', o.key, 'state', o.state,
                                                'attempts', o.attempts) order by o.receiver)
              from post.outbox o where o.message = sought);
end $$;

comment on function post.queue(date, integer, text[], boolean) is
    'Queues the posting of a closed month (NULL: its last revision) for receivers (NULL: all enabled) that do not '
    'have it yet or refused it; again: also for those that have it, under the same key. Returns '
    '[{receiver, key, state, attempts}].';
