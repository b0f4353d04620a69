create or replace function pay.payroll(
    for_month date, provisional boolean default false, for_revision integer default null
)
returns table (record text, employee text, name text, accounts text, period text, revision integer,
               correction integer, currency text, rewards numeric, penalties numeric, waived numeric,
               corrections numeric, amount numeric, pay numeric)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    perform ref.check_flags(provisional);
    return query select * from pay.payroll_rows(period.month_name(for_month), provisional, for_revision);
end $$;

comment on function pay.payroll(date, boolean, integer) is
    'The ledger of a closed month for payroll: one row per person, revision and correction, and last one row ''total'' as '
    'a control. Each row is what to pay in addition to the rows before it; correction 1 is what was written after the '
    'revision''s first settlement. Raises 55000 while the last revision is not settled, unless provisional is true. Only '
    'reads.';
