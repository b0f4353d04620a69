-- 0028: orders, and what they add up to, by version 2 of the metrics.

lock table settle.state in share update exclusive mode;  -- no settler of an older version is at work meanwhile

comment on table settled.orders is
    'One row per order with any event, but for those that are excluded. created_at NULL: no created was seen; it counts nowhere. '
    'credit: the agent it counts for or "(silent)"; flagged orders count for rates of orders alone. payment_*: per payment in event '
    'order its business day, amount and refunded part. refund_ms: paid_at to the earliest refund where that is within the limit. '
    'refund_excess: refunds beyond the payments. assists: agents who helped another''s order to its payment.';

alter table rollup.agent_period
    add column orders_created bigint not null default 0,
    add column orders_flagged bigint not null default 0,
    add column orders_paid    bigint not null default 0,
    alter column orders_created set statistics 0,  -- as in 0019
    alter column orders_flagged set statistics 0,
    alter column orders_paid    set statistics 0;

insert into rollup.agent_period as r (grain, start, agent, orders_created, orders_flagged, orders_paid)
select g.grain, date_trunc(g.grain, o.created_day::timestamp)::date, o.credit,
       count(*), count(*) filter (where o.flagged), count(*) filter (where o.in_time_paid and not o.flagged)
  from settled.orders o
 cross join (values ('day'), ('month')) as g(grain)
 where o.credit is not null
   and o.created_day >= (select coalesce(max(s.kept_from), '-infinity') from ref.shop s)
 group by 1, 2, 3
on conflict (grain, start, agent) do update
   set orders_created = excluded.orders_created, orders_flagged = excluded.orders_flagged, orders_paid = excluded.orders_paid;

insert into ingest.dirty (orders)  -- what several created state, credits of flagged orders, and excluded ones change
select array_agg(o.order_id)
  from (select order_id, row_number() over (order by order_id) / 10000 as batch from settled.orders) o
 group by o.batch;
