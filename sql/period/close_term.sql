-- As period.close: one subtransaction, so that a dry run is a real close that is rolled back.

create or replace function period.close_term(
    of_term         text,
    as_of           timestamptz default null,
    anyway          boolean default false,
    accept_warnings boolean default false,
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
    perform period.check_term(of_term);
    perform settle.lock(true);
    if period.latest_term(of_term) is not null then
        return jsonb_build_object('done', false, 'already', true, 'dry_run', dry_run) || period.term_report(of_term, period.latest_term(of_term));
    end if;
    perform set_config('merit.now', at::text, true);
    begin
        report := period.close_term_now(of_term, at, anyway, accept_warnings, reason, merit.signed(by_person));
        if dry_run then
            raise exception using errcode = 'MD000';
        end if;
    exception when sqlstate 'MD000' then
        null;
    end;
    perform set_config('merit.now', coalesce(past, ''), true);
    return jsonb_build_object('done', not dry_run, 'already', false, 'dry_run', dry_run) || report;
end $$;

comment on function period.close_term(text, timestamptz, boolean, boolean, text, text, boolean) is
    'Closes a quarter, half-year or year (2026-Q1, 2026-H1, 2026) in one transaction, of its closed months and shorter terms: freezes it, '
    'writes actions and the posting. anyway closes without parts that are open (with a reason; one must be closed), accept_warnings over warnings. Otherwise one '
    'error (55000) names everything in the way. dry_run: the same, rolled back. Returns period.term_report with done and already; closing a '
    'closed term again does nothing. 22023: it is no such period.';
