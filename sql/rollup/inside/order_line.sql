-- Orders that were never created contribute nothing; flagged ones what they are, and nothing else. The first refund counts with the
-- first payment.

create or replace view rollup.order_line as
select o.order_id, 'day' as grain, l.day as start, l.agent,
       case when l.payment = 0 then 1 end as orders_created,
       case when l.payment = 0 then o.flagged::integer end as orders_flagged,
       case when l.payment = 0 then (o.in_time_paid and not o.flagged)::integer end as orders_paid,
       case when l.payment > 0 then 1 end as payments,
       case when l.payment > 0 then l.amount end as gross_sales,
       case when l.payment > 0 then l.refunded end as refunded,
       case when l.payment > 0 and r.is_repeat then l.amount end as gross_repeat_sales,
       case when l.payment > 0 and r.is_repeat then l.refunded end as repeat_refunded,
       case when l.payment = 1 and o.refund_ms is not null then 1 end as refunded_orders,
       case when l.payment = 1 then o.refund_ms end as refund_ms,
       case when l.assisted then 1 end as assisted_payments,
       case when l.assisted then l.amount end as assisted
  from settled.orders o
 cross join lateral (
       select case when o.payment_days is not null and not o.flagged
                   then exists (select from settled.orders e  -- settle.repeats_of finds what this moves
                                 where e.customer = o.customer and e.created_at < o.created_at and e.in_time_paid
                                   and not e.flagged) end as is_repeat
       offset 0) r
 cross join lateral (
       select false as assisted, o.credit as agent, p.payment,
              case when p.payment = 0 then o.created_day else o.payment_days[p.payment] end as day,
              o.payment_amounts[p.payment] as amount, o.payment_refunded[p.payment] as refunded
         from (select generate_series(0, case when o.flagged or cardinality(o.payment_days) > 50 then 0
                                              else coalesce(cardinality(o.payment_days), 0) end) as payment) p
        where o.credit is not null
       union all
       select false, o.credit, p.payment, p.day, p.amount, p.refunded
         from (select generate_subscripts(o.payment_days, 1) as payment, unnest(o.payment_days) as day,
                      unnest(o.payment_amounts) as amount, unnest(o.payment_refunded) as refunded) p
        where o.credit is not null and not o.flagged and cardinality(o.payment_days) > 50
       union all
       select true, a.agent, null, p.day, p.amount, null
         from (select unnest(o.assists) as agent) a
        cross join (select unnest(o.payment_days) as day, unnest(o.payment_amounts) as amount) p) l;

comment on view rollup.order_line is
    'One row per settled order and thing of it that counts, with the measures that it adds to (NULL: not to them): itself by the day of '
    'creation, payments and refunded parts by day of payment (once more where the customer had bought before), the first refund by day '
    'of the first payment, assisted payments to those who assisted.';
