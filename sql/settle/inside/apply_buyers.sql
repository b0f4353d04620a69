-- The buyers of an agent in a day and in a month: counts and sums over credited orders.

create or replace function settle.apply_buyers(purchases settled.buyer[], out lines rollup.agent_period[])
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    change settled.buyer[];
    old    settled.buyer[];  -- those that were there before: few while a backlog is read
    new    settled.buyer[];  -- the same after the change, those that are left
    came   settled.buyer[];  -- the others
begin
    change := array(
        select row(c.*)::settled.buyer
          from (select p.agent, p.customer, p.grain, p.start, sum(p.orders)::integer as orders,
                       sum(p.in_time)::integer as in_time, sum(p.payments)::integer as payments, sum(p.amount) as amount
                  from unnest(purchases) p
                 where p.start >= (select ref.kept_from())
                 group by p.agent, p.customer, p.grain, p.start) c
         where (c.orders, c.in_time, c.payments, c.amount) <> (0, 0, 0, 0)
         order by c.agent, c.customer, c.grain, c.start);
    if cardinality(change) = 0 then
        return;
    end if;
    old := array(select b from unnest(change) c join settled.buyer b using (agent, customer, grain, start));
    new := array(
        select row(o.agent, o.customer, o.grain, o.start, o.orders + c.orders, o.in_time + c.in_time, o.payments + c.payments,
                   o.amount + c.amount)::settled.buyer
          from unnest(old) o join unnest(change) c using (agent, customer, grain, start));
    came := array(
        select c from unnest(change) c
         where (c.orders, c.payments) <> (0, 0)
           and not exists (select from unnest(old) o
                            where (o.agent, o.customer, o.grain, o.start) = (c.agent, c.customer, c.grain, c.start)));

    insert into settled.buyer select c.* from unnest(came) c;
    delete from settled.buyer b using unnest(new) n
     where (b.agent, b.customer, b.grain, b.start) = (n.agent, n.customer, n.grain, n.start) and (n.orders, n.payments) = (0, 0);
    new := array(select n from unnest(new) n where (n.orders, n.payments) <> (0, 0));
    update settled.buyer b
       set orders = n.orders, in_time = n.in_time, payments = n.payments, amount = n.amount
      from unnest(new) n
     where (b.agent, b.customer, b.grain, b.start) = (n.agent, n.customer, n.grain, n.start);
    lines := rollup.buyer_lines(old, '-') || rollup.buyer_lines(new || came);
end $$;

comment on function settle.apply_buyers(settled.buyer[]) is
    'Adds purchases (with minus what is taken back) to settled.buyer; returns the difference of its lines.';
