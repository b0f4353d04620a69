-- Every function that writes a part of the month's end takes this lock first and calculates only after that: each of its
-- statements then sees what the holder before it committed. That does not hold in a transaction with one snapshot, which is
-- therefore refused. Order of locks: this one, then the settler's. Agents file appeals without this lock, because a holder
-- can keep it.

create or replace function period.lock() returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set lock_timeout = '5min'
as $$
declare
    holder text;
begin
    if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
        raise exception 'the month''s end is not written at isolation level %', current_setting('transaction_isolation')
            using errcode = 'object_not_in_prerequisite_state', hint = 'begin with isolation level read committed';
    end if;
    -- an idle holder is ended, whatever time-out its login has
    perform set_config('idle_in_transaction_session_timeout', '1min', true);
    lock table period.month_end in exclusive mode;
exception when lock_not_available then
    select string_agg(format('%s (process %s)', a.usename, a.pid), ', ') into holder
      from pg_locks l join pg_stat_activity a using (pid)
     where l.relation = 'period.month_end'::regclass and l.mode = 'ExclusiveLock' and l.granted;
    raise exception 'another session has had the month''s end for 5 minutes: %', coalesce(holder, 'it has just ended')
        using errcode = 'lock_not_available', hint = 'wait, or let its user end it';
end $$;

comment on function period.lock() is
    'Takes the lock of the month''s end until the end of the transaction. A transaction that has it and is idle for a '
    'minute is ended. Waits 5 minutes at most, then raises 55P03 with the session that has it. Raises 55000 in a '
    'transaction that does not see what others commit meanwhile.';
