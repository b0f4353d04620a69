-- Agents' distinct customers do not add up: two agents may have the same one.

create or replace function rollup.group_buyers(whose text, of_grain text, of_start date)
returns table (name text, orderers bigint, payers bigint, buyers bigint)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
set work_mem = '128MB'
set plan_cache_mode = force_custom_plan
set enable_nestloop = off  -- no agent has all his buyers read: those of the period are found by start, and hashed
set enable_mergejoin = off
set enable_sort = off
as $$
declare
    behind constant date := of_start + ('1 ' || of_grain)::interval;
    net    constant boolean := (ref.rules()).sales_net;
begin
    if rollup.is_sealed(of_start) then
        return query
        select s.name, s.orderers, s.payers, s.buyers
          from rollup.sealed_buyers s where s.whose = group_buyers.whose and s.grain = of_grain and s.start = of_start;
        return;
    end if;
    return query
    with customer as (
        select p.name, b.customer, sum(b.orders) as orders, sum(b.in_time) as in_time, sum(b.payments) as payments,
               sum(b.amount) as amount
          from rollup.pieces(whose, of_grain, of_start) p
          join settled.buyer b using (grain, start, agent)
         where b.start >= of_start and b.start < behind
         group by p.name, b.customer
    )
    select c.name, count(*) filter (where c.orders > 0), count(*) filter (where c.in_time > 0),
           count(*) filter (where c.payments > 0 and (not net or c.amount > 0))
      from customer c
     group by c.name;
end $$;

comment on function rollup.group_buyers(text, text, date) is
    'One row per team, or of the shop (whose), that has buyers in a day or month: its distinct customers, as rollup.buyer_line counts '
    'those of an agent.';
