-- The buyers of an agent in a day and in a month: counts and sums over credited orders.

create or replace function settle.apply_buyers(purchases settled.buyer[], out lines rollup.line[])
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    change settled.buyer[];
begin
    select array_agg(row(c.agent, c.customer, c.grain, c.start, c.orders, c.in_time, c.payments,
                         c.amount)::settled.buyer order by c.agent, c.customer, c.grain, c.start)
      into change
      from (select p.agent, p.customer, p.grain, p.start, sum(p.orders)::integer as orders,
                   sum(p.in_time)::integer as in_time, sum(p.payments)::integer as payments, sum(p.amount) as amount
              from unnest(purchases) p
             where p.start >= (select ref.kept_from())
             group by p.agent, p.customer, p.grain, p.start) c
     where (c.orders, c.in_time, c.payments, c.amount) <> (0, 0, 0, 0);
    if change is null then
        return;
    end if;

    lines := array(
        select row(k.grain, k.start, k.agent, k.measure, -k.value)::rollup.line
          from unnest(change) c join rollup.buyer_line k using (agent, customer, grain, start));
    insert into settled.buyer as b
    select c.* from unnest(change) c
    on conflict (agent, customer, grain, start) do update
       set orders = b.orders + excluded.orders, in_time = b.in_time + excluded.in_time,
           payments = b.payments + excluded.payments, amount = b.amount + excluded.amount;
    delete from settled.buyer b using unnest(change) c
     where (b.agent, b.customer, b.grain, b.start) = (c.agent, c.customer, c.grain, c.start)
       and b.orders = 0 and b.payments = 0;
    lines := lines || array(
        select row(k.grain, k.start, k.agent, k.measure, k.value)::rollup.line
          from unnest(change) c join rollup.buyer_line k using (agent, customer, grain, start));
end $$;

comment on function settle.apply_buyers(settled.buyer[]) is
    'Adds purchases (with minus what is taken back) to settled.buyer; returns the difference of its lines.';
