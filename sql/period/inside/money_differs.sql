create or replace function period.money_differs(for_month date, next integer) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from pay.ledger l
         where l.period = period.month_name(for_month) and l.revision = next
           and l.kind in ('reward', 'penalty', 'reversal')
         group by l.agent, l.reason
        having sum(l.amount) <> 0)
$$;

comment on function period.money_differs(date, integer) is
    'Whether a revision gives anybody more or less than the ledger did before it.';
