create or replace function post.queue_term(
    of_term text, for_revision integer default null, for_receivers text[] default null, again boolean default false
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    at     constant timestamptz := merit.decision_time();
    sought bigint;
    own    bigint[];  -- of receivers of one person, which whose names
    whose  text[];
begin
    perform ref.check_flags(again);
    perform period.lock();
    sought := (select m.id from post.message m where m.term = of_term and m.revision = coalesce(for_revision, period.latest_term(of_term)));
    if sought is null then
        raise exception 'there is no posting of %', coalesce(ref.excerpt(to_jsonb(of_term)), 'NULL')
            using errcode = 'object_not_in_prerequisite_state', hint = 'meritd close --period P writes it';
    end if;
    select coalesce(array_agg(l.message), '{}'), coalesce(array_agg(l.receiver), '{}') into own, whose
      from post.last_own(of_term) l where for_revision is null;
    return post.requeue(array[sought], own, whose, for_receivers, again, at);
end $$;

comment on function post.queue_term(text, integer, text[], boolean) is
    'post.queue of a quarter, half-year or year: queues its posting (revision NULL: the last one) for receivers (NULL: all enabled ones) that '
    'do not have it yet or refused it; again: also for those that have it. Returns [{receiver, key, state, attempts}]. 55000: it is not closed.';
