create or replace function period.money_differs(of_period text, next integer) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with paying as materialized (  -- one row per revision
        select n as revision, p.scheme, p.pay -> 'items' as items
          from unnest(array[next - 1, next]) n cross join lateral period.paying(of_period, n) p
    ), due as materialized (  -- one row per revision, agent and item
        select p.revision, i.agent, i.item, i.amount
          from paying p
         cross join lateral pay.items(of_period, p.revision, pay.inputs_now(of_period)) i
    )
    select exists (
               select from pay.ledger l
                where l.period = of_period and l.revision = next
                  and l.kind in ('reward', 'penalty', 'reversal')
                group by l.agent, l.reason
               having sum(l.amount) <> 0)
           or exists (
               select from paying p
                 join paying q on (p.revision, q.revision) = (next - 1, next)
                where p.items is distinct from q.items or p.items is not null and p.scheme <> q.scheme)
           or exists (
               select from (select d.* from due d where d.revision = next - 1) p
                 full join (select d.* from due d where d.revision = next) q using (agent, item)
                where p.amount is distinct from q.amount)
$$;

comment on function period.money_differs(text, integer) is
    'Whether a revision gives anybody more or less than the ledger did before it, or pays by other pay items: those of another scheme, '
    'others of the same, or the same with other amounts by the inputs of now.';
