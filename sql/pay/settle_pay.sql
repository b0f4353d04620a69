create or replace function pay.settle_pay(for_month date, by_person text default null, dry_run boolean default false)
returns jsonb
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    perform ref.check_flags(dry_run);
    perform merit.decision_time();
    perform period.lock();
    perform period.check_month(for_month);
    return pay.settle(period.month_name(for_month), merit.signed(by_person), dry_run);
end $$;

comment on function pay.settle_pay(date, text, boolean) is
    'Settles the pay of a closed month''s last revision: writes a line for what each pay item of the scheme comes to for an agent, and '
    'for each penalty a line that waives the part beyond the month''s commission, or the part that would push pay below the minimum. '
    'Settles once. After a correction of the inputs it settles again: it writes what changes, with the minimum pay of the first time. '
    'When inputs that it needs are unknown it writes nothing, and unknown lists them: [{agent, employee, missing}]. Returns {done, '
    'already, unknown, lines, ledger_head}.';
