-- Whoever writes what a month's end consists of takes this first, and calculates everything behind it: each statement then
-- sees what the holder before committed. Where a whole transaction sees what was there when it began, that is not so: such
-- ones are refused. The order of locks is this, then the settler's. Agents may file appeals without it: whoever takes it
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
    -- who has it and does nothing is ended, whatever its login was given
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
    'Takes the lock of the month''s end until the end of the transaction, which is ended when it is idle for a minute. Waits for it 5 minutes at most (55P03, who has '
    'it); refuses transactions that do not see what others commit meanwhile (55000).';
