create or replace function period.close_term(
    of_term         text,
    as_of           timestamptz default null,
    anyway          boolean default false,
    accept_warnings boolean default false,
    reason          text default null,
    by_person       text default null,
    dry_run         boolean default false
) returns jsonb
language sql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select period.carry_out(row(null, coalesce(of_term, ''), false, merit.told(as_of), anyway, accept_warnings, false, false, reason, merit.signed(by_person), dry_run)::period.task)
$$;

comment on function period.close_term(text, timestamptz, boolean, boolean, text, text, boolean) is
    'Closes a quarter, half-year or year (2026-Q1, 2026-H1, 2026) in one transaction, of its closed months and shorter terms: freezes it, '
    'writes actions and the posting. anyway closes without parts that are open (with a reason; one must be closed), accept_warnings over warnings. Otherwise one '
    'error (55000) names everything in the way. dry_run: the same, rolled back. Returns period.term_report with done and already; closing a '
    'closed term again does nothing. 22023: it is no such period.';
