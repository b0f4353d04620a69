create or replace function pay.waiver_entries(settlement pay.settlement) returns setof pay.entry
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with changed as (  -- one row per penalty of which another amount is to be waived
        select w.*, s.line as standing, s.amount
          from pay.waivers(settlement.period, settlement.revision, settlement.inputs, settlement.minimum,
                           (select max(l.line) from pay.ledger l)) w
          left join pay.unreversed s on s.waives = w.line
         where w.waived <> coalesce(s.amount, 0)
    )
    select settlement.period, settlement.revision, c.agent, c.scheme, c.reason, e.kind, e.amount,
           e.reverses, e.waives, e.note
      from changed c
     cross join lateral (values
           ('waived_reversal', -c.amount, c.standing, null::bigint, 'waived.anew'),
           ('waived', c.waived, null, c.line, 'waived.beyond')) as e(kind, amount, reverses, waives, note)
     where e.amount <> 0
     order by c.line, e.reverses nulls last
$$;

comment on function pay.waiver_entries(pay.settlement) is
    'The lines that a settlement has to write, as the ledger stands: each penalty is waived as far as nothing bears it. '
    'Where another waiver stands, that waiver is reversed first.';
