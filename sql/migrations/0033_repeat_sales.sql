-- 0033: sales to customers who had bought before.

lock table settle.state in share update exclusive mode;  -- no settler of an older version is at work meanwhile

create index orders_bought on settled.orders (customer, created_at) where in_time_paid and not flagged;
comment on index settled.orders_bought is 'When a customer first bought: the creation of the first order that was paid in time.';

alter table rollup.agent_period
    add column gross_repeat_sales numeric(18, 2) not null default 0,
    add column repeat_refunded    numeric(18, 2) not null default 0,
    alter column gross_repeat_sales set statistics 0,  -- as in 0019
    alter column repeat_refunded    set statistics 0;

insert into rollup.agent_period as r (grain, start, agent, gross_repeat_sales, repeat_refunded)
select g.grain, date_trunc(g.grain, p.day::timestamp)::date, o.credit, sum(p.amount), sum(p.refunded)
  from settled.orders o
 cross join unnest(o.payment_days, o.payment_amounts, o.payment_refunded) as p(day, amount, refunded)
 cross join (values ('day'), ('month')) as g(grain)
 where o.credit is not null and not o.flagged
   and p.day >= (select coalesce(max(s.kept_from), '-infinity') from ref.shop s)
   and exists (select from settled.orders e
                where e.customer = o.customer and e.created_at < o.created_at and e.in_time_paid and not e.flagged)
 group by 1, 2, 3
having sum(p.amount) > 0
on conflict (grain, start, agent) do update
   set gross_repeat_sales = excluded.gross_repeat_sales, repeat_refunded = excluded.repeat_refunded;
