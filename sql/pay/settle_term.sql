create or replace function pay.settle_term(of_term text, by_person text default null, dry_run boolean default false)
returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    perform ref.check_flags(dry_run);
    perform merit.decision_time();
    perform period.lock();
    perform period.check_term(of_term);
    return pay.settle(of_term, merit.signed(by_person), dry_run);
end $$;

comment on function pay.settle_term(text, text, boolean) is
    'pay.settle_pay for a quarter, half-year or year (2026-Q1, 2026-H1, 2026): its own pay items, and its penalties, which are waived as far as '
    'the commission that payroll gives for this period does not bear them. 22023: it is no such period.';
