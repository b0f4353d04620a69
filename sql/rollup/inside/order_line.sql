-- Orders that were never created contribute nothing; flagged ones what they are, and nothing else.

create or replace view rollup.order_line as
select o.order_id, l.day, l.agent, l.measure, l.value
  from settled.orders o
 cross join lateral (
       select o.credit as agent, o.created_day as day, m.measure, m.value
         from (values ('orders_created', 1::numeric),
                      ('orders_flagged', o.flagged::integer),
                      ('orders_paid', (o.in_time_paid and not o.flagged)::integer)) as m(measure, value)
        where o.credit is not null
       union all
       select o.credit, p.day, m.measure, m.value
         from unnest(o.payment_days, o.payment_amounts, o.payment_refunded) as p(day, amount, refunded)
        cross join lateral (values
              ('payments', 1),
              ('gross_sales', p.amount),
              ('refunded', p.refunded)) as m(measure, value)
        where o.credit is not null and not o.flagged
       union all
       select o.credit, p.day, m.measure, m.value
         from unnest(o.payment_days, o.payment_amounts, o.payment_refunded) as p(day, amount, refunded)
        cross join lateral (values ('gross_repeat_sales', p.amount), ('repeat_refunded', p.refunded)) as m(measure, value)
        where o.credit is not null and not o.flagged
          and exists (select from settled.orders e  -- settle.repeats_of finds what this moves
                       where e.customer = o.customer and e.created_at < o.created_at and e.in_time_paid and not e.flagged)
       union all
       select o.credit, o.paid_day, m.measure, m.value
         from (values ('refunded_orders', 1::numeric), ('refund_ms', o.refund_ms::numeric)) as m(measure, value)
        where o.credit is not null and not o.flagged and o.refund_ms is not null
       union all
       select a.agent, p.day, m.measure, m.value
         from unnest(o.assists) as a(agent)
        cross join unnest(o.payment_days, o.payment_amounts) as p(day, amount)
        cross join lateral (values ('assisted_payments', 1), ('assisted', p.amount)) as m(measure, value)) l
 where l.value <> 0;

comment on view rollup.order_line is
    'One row per settled order and line that it contributes: itself by the day of creation, payments and refunded parts by day of payment (once more where '
    'the customer had bought before), the first refund by day of the first payment, assisted payments to those who assisted.';
