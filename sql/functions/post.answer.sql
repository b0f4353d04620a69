create or replace function post.answer(
    message   bigint,
    receiver  text,
    lease     uuid,
    outcome   text,
    answer    text default null,
    sender    text default null,
    as_of     timestamptz default null
) returns boolean
language plpgsql security definer
set search_path = ''
set jit = off
as $$
declare
    held post.outbox;
    at   timestamptz := coalesce(as_of, merit.now());
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
                     then at + least(interval '1 hour', interval '10 seconds' * power(2, least(held.attempts, 12) - 1))
                     else at end
     where o.message = answer.message and o.receiver = answer.receiver;
    return true;
end $$;

comment on function post.answer(bigint, text, uuid, text, text, text, timestamptz) is
    'Tells how an attempt ended: sent, failed (tried again after 10 s, 20 s, … at most an hour) or refused (not '
    'tried again until post.queue); the answer is kept, cut to 4096 characters. False when the lease is gone: '
    'another sender has it.';
