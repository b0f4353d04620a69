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
language sql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select period.carry_out(row(for_month, null, false, merit.told(as_of), anyway, accept_warnings, skip, false, reason, merit.signed(by_person), dry_run)::period.task)
$$;

comment on function period.close(date, timestamptz, boolean, boolean, boolean, text, text, boolean) is
    'Closes a month (given by its first day) in one transaction: settles, checks that the month is final, freezes it, '
    'appends to the ledger, writes actions and the posting. as_of: NULL is the clock; another instant is itself a '
    'blocker, and never moves a deadline. anyway closes over blockers, skip over earlier open months (both need a '
    'reason), accept_warnings over warnings. Otherwise one error (55000) names everything in the way. dry_run: the same, '
    'rolled back. Returns period.report with done and already; closing a closed month again does nothing and returns '
    'already.';
