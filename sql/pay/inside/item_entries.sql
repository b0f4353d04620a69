create or replace function pay.item_entries(settlement pay.settlement) returns setof pay.entry
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with due as (  -- one row per agent and item, numbered as they are paid
        select i.*, row_number() over () as place
          from pay.items(settlement.period, settlement.revision, settlement.inputs) i where i.amount <> 0
    ), standing as (
        select l.* from pay.unreversed l where l.period = settlement.period and l.revision = settlement.revision and l.kind = 'pay'
    ), changed as (  -- one row per agent and item of which another amount is to be paid
        select coalesce(d.agent, s.agent) as agent, coalesce(d.scheme, s.scheme) as scheme, coalesce(d.item, s.reason) as item,
               d.amount, d.place, s.amount as paid, s.line
          from due d
          full join standing s on s.agent = d.agent and s.reason = d.item
         where d.amount is distinct from s.amount
    )
    select settlement.period, settlement.revision, c.agent, c.scheme, c.item, e.kind, e.amount, e.reverses, null::bigint, e.note
      from changed c
     cross join lateral (values
           ('pay_reversal', -c.paid, c.line, 'item.anew'),
           ('pay', c.amount, null, 'item.paid')) as e(kind, amount, reverses, note)
     where e.amount is not null
     order by c.place, c.line, e.reverses nulls last
$$;

comment on function pay.item_entries(pay.settlement) is
    'The lines that a settlement has to write for pay items, as the ledger stands: where another amount stands, that is reversed first.';
