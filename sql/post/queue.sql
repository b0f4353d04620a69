create or replace function post.queue(
    for_month date, for_revision integer default null, for_receivers text[] default null, again boolean default false
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    wanted integer := coalesce(for_revision, period.latest(for_month));
    at     timestamptz := merit.decision_time();
    sought bigint[];
    own    bigint[];  -- of receivers of one person, which whose names
    whose  text[];
begin
    perform ref.check_flags(again);
    perform period.lock();
    perform post.write(for_month, u.revision, at)
       from (select distinct l.revision from pay.untold l where l.period = period.month_name(for_month)) u;
    sought := array(select m.id from post.message m where m.month = for_month and m.revision = wanted);
    if sought = '{}' then
        raise exception 'there is no posting of %', period.month_name(for_month)
            using errcode = 'object_not_in_prerequisite_state', hint = 'meritd close --month M writes it';
    end if;
    select coalesce(array_agg(l.message), '{}'), coalesce(array_agg(l.receiver), '{}') into own, whose
      from post.last_own(period.month_name(for_month)) l where for_revision is null;
    return post.requeue(sought, own, whose, for_receivers, again, at);
end $$;

comment on function post.queue(date, integer, text[], boolean) is
    'Queues the postings of a closed month and revision (NULL: the last one), with those of what was taken back since, '
    'for receivers (NULL: all enabled ones) that do not have them yet or refused them. again: also for receivers that '
    'have them, under the same key. Without a revision, receivers of one person get the posting of the last revision that '
    'changed that person''s result. Lines that no posting told of (versions of the schema before 12 did not post some) '
    'are posted first. Returns [{receiver, key, state, attempts}].';
