create or replace view settled.purchase as
select o.order_id, o.credit as agent, o.customer, g.grain,
       case g.grain when 'day' then e.day else date_trunc('month', e.day::timestamp)::date end as start, e.orders, e.in_time,
       e.payments, e.amount
  from settled.orders o
 cross join lateral (
       select case when p.payment = 0 then o.created_day else o.payment_days[p.payment] end as day,
              (p.payment = 0)::integer as orders, (p.payment = 0 and o.in_time_paid)::integer as in_time,
              (p.payment > 0)::integer as payments,
              case when p.payment = 0 then 0.00  -- of scale 2, like every sum that it is added to: no row shows its history
                   when (select n.net from settled.net_rule n)[width_bucket(o.payment_days[p.payment], (select n.since from settled.net_rule n))]
                   then o.payment_amounts[p.payment] - o.payment_refunded[p.payment]
                   else o.payment_amounts[p.payment] end as amount
         from (select generate_series(0, coalesce(cardinality(o.payment_days), 0)) as payment) p) e
 cross join (values ('day'), ('month')) as g(grain)
 where o.credit is not null and not o.flagged;

comment on view settled.purchase is
    'One row per settled order, grain, and thing that the order adds to settled.buyer: the order itself on the day and in '
    'the month of its creation, each payment in its own.';
