create or replace function pay.payroll_term(
    of_term text, provisional boolean default false, for_revision integer default null
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
    perform period.refuse_no_term(of_term);
    return query select * from pay.payroll_rows(of_term, provisional, for_revision);
end $$;

comment on function pay.payroll_term(text, boolean, integer) is
    'pay.payroll for a quarter, half-year or year (2026-Q1, 2026-H1, 2026): what that pays, which is in no month''s. 22023: it is no such period.';
