create or replace function post.answer(
    message     bigint,
    receiver    text,
    lease       uuid,
    outcome     text,
    answer      text default null,
    sender      text default null,
    as_of       timestamptz default null,
    retry_after interval default null
) returns boolean
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    held post.outbox;
    at   timestamptz := merit.decision_time(as_of);
begin
    select o.* into held from post.outbox o
     where o.message = answer.message and o.receiver = answer.receiver and o.lease = answer.lease
       for update;
    if held.message is null then
        return false;
    end if;
    insert into post.attempt (message, receiver, attempt, attempted_at, sender, outcome, answer)
    values (message, receiver, held.attempts, at, coalesce(sender, merit.caller()), outcome, left(answer.answer, 4096));
    update post.outbox o
       set state = case outcome when 'failed' then 'pending' else outcome end, lease = null,
           next_at = case outcome when 'failed'
                     then at + greatest(
                              least(interval '1 hour', interval '10 seconds' * power(2, least(held.attempts, 12) - 1)),
                              least(coalesce(answer.retry_after, '0'), interval '1 day'))
                     else at end
     where o.message = answer.message and o.receiver = answer.receiver;
    return true;
end $$;

comment on function post.answer(bigint, text, uuid, text, text, text, timestamptz, interval) is
    'Records how an attempt ended: sent; failed (tried again after 10 s, 20 s, … an hour at most, or as late as the '
    'receiver asked, a day at most); or refused (not tried again until post.queue). The answer is kept, cut to 4096 '
    'characters. Returns false when the lease is gone: another sender has the posting.';
