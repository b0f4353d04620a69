-- Orders that were never created contribute nothing; flagged ones what they are, and nothing else.

create or replace view rollup.order_line as
select o.order_id, 'day' as grain, l.day as start, l.agent,
       case when l.what = 'created' then 1 end as orders_created,
       case when l.what = 'created' then o.flagged::integer end as orders_flagged,
       case when l.what = 'created' then (o.in_time_paid and not o.flagged)::integer end as orders_paid,
       case when l.what = 'paid' then 1 end as payments,
       case when l.what = 'paid' then l.amount end as gross_sales,
       case when l.what = 'paid' then l.refunded end as refunded,
       case when l.what = 'paid' and r.is_repeat then l.amount end as gross_repeat_sales,
       case when l.what = 'paid' and r.is_repeat then l.refunded end as repeat_refunded,
       case when l.what = 'refunded' then 1 end as refunded_orders,
       case when l.what = 'refunded' then o.refund_ms end as refund_ms,
       case when l.what = 'assisted' then 1 end as assisted_payments,
       case when l.what = 'assisted' then l.amount end as assisted
  from settled.orders o
 cross join lateral (
       select case when o.payment_days is not null and not o.flagged
                   then exists (select from settled.orders e  -- settle.repeats_of finds what this moves
                                 where e.customer = o.customer and e.created_at < o.created_at and e.in_time_paid
                                   and not e.flagged) end as is_repeat
       offset 0) r
 cross join lateral (
       select 'created' as what, o.credit as agent, o.created_day as day, null::numeric as amount, null::numeric as refunded
        where o.credit is not null
       union all
       select 'paid', o.credit, p.day, p.amount, p.refunded
         from unnest(o.payment_days, o.payment_amounts, o.payment_refunded) as p(day, amount, refunded)
        where o.credit is not null and not o.flagged
       union all
       select 'refunded', o.credit, o.paid_day, null, null
        where o.credit is not null and not o.flagged and o.refund_ms is not null
       union all
       select 'assisted', a.agent, p.day, p.amount, null
         from unnest(o.assists) as a(agent)
        cross join unnest(o.payment_days, o.payment_amounts) as p(day, amount)) l;

comment on view rollup.order_line is
    'One row per settled order and thing of it that counts, with the measures that it adds to (NULL: not to them): itself by the day of '
    'creation, payments and refunded parts by day of payment (once more where the customer had bought before), the first refund by day '
    'of the first payment, assisted payments to those who assisted.';
