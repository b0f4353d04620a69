-- The buyers of an agent in a day and in a month: counts and sums over credited orders.

create or replace function settle.apply_buyers(old settled.orders[], new settled.orders[]) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    net    boolean := (ref.rules()).sales_net;
    change settled.buyer[];
    before settled.buyer[];
    after  settled.buyer[];
    lines  rollup.line[];
begin
    select array_agg(row(c.agent, c.customer, c.grain, c.start, c.orders, c.in_time, c.payments,
                         c.amount)::settled.buyer order by c.agent, c.customer, c.grain, c.start)
      into change
      from (select p.agent, p.customer, p.grain, p.start,
                   sum(x.sign * p.orders)::integer as orders, sum(x.sign * p.in_time)::integer as in_time,
                   sum(x.sign * p.payments)::integer as payments, sum(x.sign * p.amount) as amount
              from (select -1 as sign, o.* from unnest(old) o
                    union all
                    select 1, n.* from unnest(new) n) x
             cross join lateral settle.purchases(
                   row(x.order_id, x.customer, x.created_at, x.created_day, x.amount, x.flagged, x.credit,
                       x.paid_at, x.paid_day, x.in_time_paid, x.refund_ms, x.payment_days,
                       x.payment_amounts, x.payment_refunded, x.refund_excess, x.assists)::settled.orders,
                   net) p
             group by p.agent, p.customer, p.grain, p.start) c
     where (c.orders, c.in_time, c.payments, c.amount) <> (0, 0, 0, 0);
    if change is null then
        return;
    end if;

    before := array(select b from settled.buyer b
                      join unnest(change) c using (agent, customer, grain, start));
    insert into settled.buyer as b
    select c.* from unnest(change) c
    on conflict (agent, customer, grain, start) do update
       set orders = b.orders + excluded.orders, in_time = b.in_time + excluded.in_time,
           payments = b.payments + excluded.payments, amount = b.amount + excluded.amount;
    delete from settled.buyer b using unnest(change) c
     where (b.agent, b.customer, b.grain, b.start) = (c.agent, c.customer, c.grain, c.start)
       and b.orders = 0 and b.payments = 0;
    after := array(select b from settled.buyer b
                     join unnest(change) c using (agent, customer, grain, start));

    lines := array(select row(k.agent, k.start, k.measure, k.bucket, -k.value)::rollup.line
                     from unnest(before) b cross join rollup.buyer_lines(b, net) k where b.grain = 'day'
                    union all
                   select k from unnest(after) b cross join rollup.buyer_lines(b, net) k
                    where b.grain = 'day');
    perform rollup.add_days(lines);
    lines := array(select row(k.agent, k.start, k.measure, k.bucket, -k.value)::rollup.line
                     from unnest(before) b cross join rollup.buyer_lines(b, net) k where b.grain = 'month'
                    union all
                   select k from unnest(after) b cross join rollup.buyer_lines(b, net) k
                    where b.grain = 'month');
    perform rollup.add_months(lines);
end $$;

comment on function settle.apply_buyers is
    'Moves settled.buyer and its lines from what the orders amounted to before to what they amount to now.';
