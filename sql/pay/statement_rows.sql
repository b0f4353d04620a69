create or replace function pay.statement_rows(of_periods text[])
returns table (month date, agent text, employee text, name text, place integer, item text, amount numeric,
               currency text, settled boolean, said text, accounts text[], period text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with closed as materialized (  -- one row per closed month or term; accounts: everybody with input or a line of the ledger; own: the caller
        select period.month_of(c.period) as month, c.period, c.revision, pay.settlement_stands(c.period) as settled, pay.own_person(period.last_month(c.period)) as own,
               array(select i.agent from pay.input i where i.month = period.month_of(c.period) or i.term = c.period
                      union
                     select l.agent from pay.ledger l where l.period = c.period) as accounts
          from period.closed_period c
         where c.revision = period.part_closed(c.period)
           and (statement_rows.of_periods is null or c.period = any (statement_rows.of_periods))
    ), account as materialized (  -- one row per such account, with its person
        select c.period, o.*
          from closed c
         cross join lateral pay.owners(c.period, c.accounts) o
    ), person as materialized (  -- who has a statement; agent: the first account by name
        select c.month, c.period, c.revision, c.settled, a.person, max(a.employee) as employee, max(a.name) as name,
               array_agg(a.agent order by a.agent collate "C") as accounts
          from closed c
          join account a using (period)
         where merit.has_role('merit_payroll')
            or a.person = c.own
         group by c.month, c.period, c.revision, c.settled, a.person
    ), unknown as materialized (  -- one row per person's account and input that the settlement of a longer period lacks
        select c.period, pay.person(u.agent, u.employee) as person, m.item
          from closed c
         cross join lateral pay.unknown_inputs(c.period, null) u
         cross join lateral unnest(u.missing) as m(item)
         where c.month is null and not c.settled
    ), asked as (  -- one row per statement and input: of a month all of its formula; of a longer period what was given, or is missed
        select p.period, p.person, n.place::integer, n.item
          from person p
         cross join lateral unnest(pay.inputs_of(p.period, p.revision)) with ordinality as n(item, place)
         where p.month is not null
            or exists (select from pay.input i where i.term = p.period and i.agent = any (p.accounts) and i.input = n.item)
            or exists (select from unknown u where u.period = p.period and u.person = p.person and u.item = n.item)
        union all  -- what items alone name is no pay by itself: only that it is missed is said
        select p.period, p.person, 500 + row_number() over (partition by p.period, p.person order by u.item collate "C")::integer, u.item
          from person p
         cross join lateral (select distinct x.item from unknown x where x.period = p.period and x.person = p.person) u
         where u.item <> all (pay.inputs_of(p.period, p.revision))
    ), line as (  -- one row per statement and item: inputs of all accounts together, then lines of the ledger
        select p.period, p.person, n.place, n.item,
               case when not exists (select from unknown u where u.period = p.period and u.person = p.person and u.item = n.item) then (
                   select sum(i.amount) from pay.last_input i
                    where (i.month = p.month or i.term = p.period) and i.agent = any (p.accounts) and i.input = n.item) end as amount,
               ref.said(ref.term('input', n.item)) as said
          from person p
          join asked n using (period, person)
        union all
        select p.period, p.person, 1000 + row_number() over (partition by p.period, p.person order by l.line)::integer,
               format('ledger: %s %s', replace(l.reason, '_', ' '), replace(l.kind, '_', ' ')), l.amount,
               ref.said(ref.message('statement.line', coalesce(pay.item_name(l), pay.reason(l.reason)), ref.term('kind', l.kind)))
          from person p
          join pay.ledger l on l.period = p.period and l.agent = any (p.accounts)
    ), summed as (  -- the same, and the total of each statement
        select l.* from line l
        union all
        select l.period, l.person, 9999, 'total', case when bool_and(l.amount is not null) then sum(l.amount) end,
               ref.said('statement.total')
          from line l group by l.period, l.person
    )
    select p.month, p.accounts[1], p.employee, p.name, s.place, s.item, s.amount, h.currency, p.settled, s.said, p.accounts, p.period
      from summed s
      join person p using (period, person)
     cross join ref.shop h
$$;

comment on function pay.statement_rows(text[]) is
    'What merit.pay_statement shows the caller, of these months and terms (NULL: of all): to payroll everybody''s statement, to others their own.';
