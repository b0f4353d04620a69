create or replace function pay.statement_rows()
returns table (month date, agent text, employee text, name text, place integer, item text, amount numeric,
               currency text, settled boolean, said text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with closed as materialized (  -- one row per closed month
        select c.month, c.revision, c.scheme, pay.settlement_stands(c.month) as settled
          from period.closing c
         where c.revision = period.latest(c.month)
    ), person as materialized (  -- who has a statement: everybody with input or a line of the ledger
        select c.month, c.revision, a.agent, c.settled
          from closed c
         cross join lateral (select i.agent from pay.input i where i.month = c.month
                             union
                             select l.agent from pay.ledger l where l.period = period.month_name(c.month)) a
         where merit.has_role('merit_payroll') or a.agent = merit.me()
    ), line as (  -- one row per statement and item: inputs, then lines of the ledger
        select p.month, p.agent, n.place::integer, n.item, i.amount, ref.said(ref.term('input', n.item)) as said
          from person p
         cross join lateral unnest(pay.inputs_of(p.month, p.revision)) with ordinality as n(item, place)
          left join pay.last_input i on (i.month, i.agent, i.input) = (p.month, p.agent, n.item)
        union all
        select p.month, p.agent, 1000 + row_number() over (partition by p.month, p.agent order by l.line)::integer,
               format('ledger: %s %s', replace(l.reason, '_', ' '), replace(l.kind, '_', ' ')), l.amount,
               ref.said(ref.message('statement.line', coalesce(pay.item_name(l), ref.term('reason', l.reason)), ref.term('kind', l.kind)))
          from person p
          join pay.ledger l on l.period = period.month_name(p.month) and l.agent = p.agent
    ), summed as (  -- the same, and the total of each statement
        select l.* from line l
        union all
        select l.month, l.agent, 9999, 'total', case when bool_and(l.amount is not null) then sum(l.amount) end,
               ref.said('statement.total')
          from line l group by l.month, l.agent
    )
    select s.month, s.agent, w.employee, w.name, s.place, s.item, s.amount, h.currency, p.settled, s.said
      from summed s
      join person p using (month, agent)
     cross join ref.shop h
      left join lateral (select q.employee, q.name from pay.people(s.month) q where q.agent = s.agent) w on true
$$;

comment on function pay.statement_rows() is
    'What merit.pay_statement shows the caller: to payroll everybody''s statement, to others their own.';
