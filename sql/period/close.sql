-- Everything happens in one subtransaction, so that a dry run is a real close that is rolled back: SQLSTATE MD000 is raised
-- and caught only here. The locks are taken before the subtransaction and kept until the end of the transaction. Of two
-- closers, one waits and then finds the month closed.

create or replace function period.close(
    for_month       date,
    as_of           timestamptz default null,
    anyway          boolean default false,
    accept_warnings boolean default false,
    skip            boolean default false,
    reason          text default null,
    by_person       text default null,
    dry_run         boolean default false
) returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    at     timestamptz;
    past   text := current_setting('merit.now', true);
    report jsonb;
begin
    perform period.lock();
    at := coalesce(merit.told(as_of), merit.clock());
    perform period.check_month(for_month);
    perform settle.lock(true);
    if period.latest(for_month) is not null then
        return jsonb_build_object('done', false, 'already', true, 'dry_run', dry_run)
               || period.report(for_month, period.latest(for_month));
    end if;
    perform set_config('merit.now', at::text, true);
    begin
        report := period.close_now(for_month, at, anyway, accept_warnings, skip, reason, merit.signed(by_person));
        if dry_run then
            raise exception using errcode = 'MD000';
        end if;
    exception when sqlstate 'MD000' then
        null;
    end;
    perform set_config('merit.now', coalesce(past, ''), true);
    return jsonb_build_object('done', not dry_run, 'already', false, 'dry_run', dry_run) || report;
end $$;

comment on function period.close(date, timestamptz, boolean, boolean, boolean, text, text, boolean) is
    'Closes a month (given by its first day) in one transaction: settles, checks that the month is final, freezes it, '
    'appends to the ledger, writes actions and the posting. as_of: NULL is the clock; another instant is itself a '
    'blocker, and never moves a deadline. anyway closes over blockers, skip over earlier open months (both need a '
    'reason), accept_warnings over warnings. Otherwise one error (55000) names everything in the way. dry_run: the same, '
    'rolled back. Returns period.report with done and already; closing a closed month again does nothing and returns '
    'already.';
