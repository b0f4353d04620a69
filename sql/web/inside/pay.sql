create or replace function web.pay(for_month date, of_agent text) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
                   'period', s.period, 'agent', s.agent, 'accounts', s.accounts, 'name', s.name, 'employee', s.employee, 'item', s.item, 'label', s.said, 'amount', s.amount,
                   'currency', s.currency, 'settled', s.settled) order by s.month is null, s.period, s.agent collate "C", s.place), '[]')
          from merit.pay_statement s
         where s.period = any (period.month_name(for_month) || web.ended_terms(for_month)) and (of_agent is null or of_agent = any (s.accounts)));
end $$;

comment on function web.pay(date, text) is
    'The pay statements of a month, and of the terms that end with it, that the caller may see (merit.pay_statement), of one agent or (NULL) of all.';
