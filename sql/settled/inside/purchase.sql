-- An element of numeric[] is found by walking there: of more than 50 payments, not for each of them.

create or replace view settled.purchase as
select o.order_id, o.credit as agent, o.customer, g.grain,
       case g.grain when 'day' then e.day else date_trunc('month', e.day::timestamp)::date end as start, e.orders, e.in_time,
       e.payments, e.amount
  from settled.orders o
 cross join lateral (
       select p.day, (p.payment = 0)::integer as orders, (p.payment = 0 and o.in_time_paid)::integer as in_time,
              (p.payment > 0)::integer as payments,
              case when p.payment = 0 then 0.00  -- of scale 2, like every sum that it is added to: no row shows its history
                   when (select n.net from settled.net_rule n)[width_bucket(p.day, (select n.since from settled.net_rule n))]
                   then p.amount - p.refunded
                   else p.amount end as amount
         from (select n.payment, case when n.payment = 0 then o.created_day else o.payment_days[n.payment] end as day,
                      o.payment_amounts[n.payment] as amount, o.payment_refunded[n.payment] as refunded
                 from (select generate_series(0, case when cardinality(o.payment_days) > 50 then 0
                                                      else coalesce(cardinality(o.payment_days), 0) end) as payment) n
               union all
               select generate_subscripts(o.payment_days, 1), unnest(o.payment_days), unnest(o.payment_amounts), unnest(o.payment_refunded)
                where cardinality(o.payment_days) > 50) p) e
 cross join (values ('day'), ('month')) as g(grain)
 where o.credit is not null and not o.flagged;

comment on view settled.purchase is
    'One row per settled order, grain, and thing that the order adds to settled.buyer: the order itself on the day and in '
    'the month of its creation, each payment in its own.';
