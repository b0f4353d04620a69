create or replace function pay.statement_rows()
returns table (month date, agent text, employee text, name text, place integer, item text, amount numeric,
               currency text, settled boolean, said text, accounts text[])
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with closed as materialized (  -- one row per closed month; accounts: everybody with input or a line of the ledger; own: the caller
        select c.month, c.revision, c.scheme, pay.settlement_stands(c.month) as settled, pay.own_person(c.month) as own,
               array(select i.agent from pay.input i where i.month = c.month
                      union
                     select l.agent from pay.ledger l where l.period = period.month_name(c.month)) as accounts
          from period.closing c
         where c.revision = period.latest(c.month)
    ), account as materialized (  -- one row per such account, with its person
        select c.month, o.*
          from closed c
         cross join lateral pay.owners(c.month, c.accounts) o
    ), person as materialized (  -- who has a statement; agent: the first account by name
        select c.month, c.revision, c.settled, a.person, max(a.employee) as employee, max(a.name) as name,
               array_agg(a.agent order by a.agent collate "C") as accounts
          from closed c
          join account a using (month)
         where merit.has_role('merit_payroll')
            or a.person = c.own
         group by c.month, c.revision, c.settled, a.person
    ), line as (  -- one row per statement and item: inputs of all accounts together, then lines of the ledger
        select p.month, p.person, n.place::integer, n.item,
               (select sum(i.amount) from pay.last_input i
                 where i.month = p.month and i.agent = any (p.accounts) and i.input = n.item) as amount,
               ref.said(ref.term('input', n.item)) as said
          from person p
         cross join lateral unnest(pay.inputs_of(p.month, p.revision)) with ordinality as n(item, place)
        union all
        select p.month, p.person, 1000 + row_number() over (partition by p.month, p.person order by l.line)::integer,
               format('ledger: %s %s', replace(l.reason, '_', ' '), replace(l.kind, '_', ' ')), l.amount,
               ref.said(ref.message('statement.line', coalesce(pay.item_name(l), ref.term('reason', l.reason)), ref.term('kind', l.kind)))
          from person p
          join pay.ledger l on l.period = period.month_name(p.month) and l.agent = any (p.accounts)
    ), summed as (  -- the same, and the total of each statement
        select l.* from line l
        union all
        select l.month, l.person, 9999, 'total', case when bool_and(l.amount is not null) then sum(l.amount) end,
               ref.said('statement.total')
          from line l group by l.month, l.person
    )
    select s.month, p.accounts[1], p.employee, p.name, s.place, s.item, s.amount, h.currency, p.settled, s.said, p.accounts
      from summed s
      join person p using (month, person)
     cross join ref.shop h
$$;

comment on function pay.statement_rows() is
    'What merit.pay_statement shows the caller: to payroll everybody''s statement, to others their own.';
