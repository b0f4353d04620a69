-- Calculates orders from their events and the conversations of their customers (docs/metrics.md, "Order"). Works on sets: a
-- guest account with very many conversations and orders costs a sort of both, not their product.

create or replace function settle.orders_of(order_ids text[]) returns setof settled.orders
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare  -- of a day, rules are those in the place width_bucket(day, since): a join with ref.rule_span would be planned as if it found few
    since        constant date[] := array(select r.since from ref.rule_span r order by r.since);
    judge        constant text[] := array(select (r.rules).order_judge from ref.rule_span r order by r.since);
    pay_limit    constant interval[] := array(
        select make_interval(hours => 24 * (r.rules).order_pay_days) from ref.rule_span r order by r.since);
    refund_limit constant interval[] := array(
        select make_interval(hours => 24 * (r.rules).refund_days) from ref.rule_span r order by r.since);
begin
    return query
    with named as materialized (  -- one row per event of the orders named
        select e.* from fact.counted_order_event e
         where e.order_id in (select distinct unnest(orders_of.order_ids))
    ), event as materialized (  -- those of orders that count
        select n.* from named n
         where n.order_id not in (select x.order_id from named x where x.excluded)
    ), stated as (  -- one row per order that was created: each thing as it was stated last
        select s.order_id,
               (array_agg(s.amount) filter (where s.amount is not null))[1]::numeric(14, 2) as amount,
               (array_agg(s.agent) filter (where s.agent is not null))[1] as agent,
               (array_agg(s.pay_due) filter (where s.pay_due is not null))[1] as pay_due,
               coalesce((array_agg(s.flagged) filter (where s.flagged is not null))[1], false) as flagged
          from (select * from event e where e.type in ('created', 'updated')
                 order by e.order_id, e.at desc, e.type desc, e.hash desc) s  -- sorted once, for all of them
         group by s.order_id
    ), head as (  -- the same, with its earliest created
        select distinct on (e.order_id) e.order_id, e.customer, e.at as created_at, e.day as created_day,
               s.amount, coalesce(a.agent, s.agent) as agent, s.flagged,
               coalesce(s.pay_due, e.at + pay_limit[width_bucket(e.day, since)]) as pay_due
          from event e
          join stated s using (order_id)
          left join ref.agent_alias a on a.account = s.agent and a.days @> e.day
         where e.type = 'created'
         order by e.order_id, e.at, e.hash
    ), tag as (  -- one row per order
        select e.order_id, min(e.at) filter (where e.type = 'paid') as paid_at,
               min(e.day) filter (where e.type = 'paid') as paid_day,
               min(e.at) filter (where e.type = 'refunded') as refunded_at,
               coalesce(sum(e.amount) filter (where e.type = 'paid'), 0) as paid_sum,
               coalesce(sum(e.amount) filter (where e.type = 'refunded'), 0) as refunded_sum
          from event e
         group by e.order_id
    ), refund as (  -- refunds, each with the stretch [low, high) of the order's payments, stacked last to first, that it consumes
        select e.order_id, e.at, sum(e.amount) over stack - e.amount as low, sum(e.amount) over stack as high
          from event e
         where e.type = 'refunded'
        window stack as (partition by e.order_id order by e.at, e.hash)
    ), payment as (  -- payments of orders with refunds, each with the stretch of that stack it takes
        select e.order_id, e.hash, e.at + refund_limit[width_bucket(e.day, since)] as refundable_until,
               sum(e.amount) over stack - e.amount as low, sum(e.amount) over stack as high
          from event e
         where e.type = 'paid' and e.order_id in (select r.order_id from refund r)
        window stack as (partition by e.order_id order by e.at desc, e.hash desc)
    ), refunded_part as (  -- what each payment lost to refunds that came in time
        select p.order_id, p.hash,
               sum(greatest(0, least(p.high, r.high) - greatest(p.low, r.low))) as refunded
          from payment p
          join refund r on r.order_id = p.order_id and r.low < p.high and p.low < r.high
         where r.at <= p.refundable_until
         group by p.order_id, p.hash
    ), paid as (  -- one row per order with payments
        select p.order_id, array_agg(p.day) as days, array_agg(p.amount) as amounts, array_agg(p.refunded) as refunded,
               sum(p.amount) filter (where p.in_time) as in_time
          from (select e.order_id, e.day, e.amount::numeric as amount, coalesce(f.refunded, 0) as refunded, e.at <= h.pay_due as in_time
                  from event e
                  left join refunded_part f using (order_id, hash)
                  left join head h on h.order_id = e.order_id
                 where e.type = 'paid'
                 order by e.order_id, e.at, e.hash) p  -- sorted once, for all of them
         group by p.order_id
    ), unsettled as materialized (  -- one row per order: all but who gets it
        select t.order_id, h.customer, h.created_at, h.created_day, h.amount, h.agent,
               coalesce(h.flagged, false) as flagged, t.paid_at, t.paid_day, coalesce(p.in_time >= h.amount, false) as in_time_paid,
               case when t.refunded_at - t.paid_at between interval '0' and refund_limit[width_bucket(t.paid_day, since)]
                    then (extract(epoch from t.refunded_at - t.paid_at) * 1000)::bigint end as refund_ms,
               p.days, p.amounts, p.refunded,
               greatest(0, t.refunded_sum - t.paid_sum) as refund_excess
          from tag t
          left join head h using (order_id)
          left join paid p using (order_id)
    ), judged as materialized (  -- the moment each order is judged at; none: "(silent)"
        select u.order_id, u.customer, u.created_at as moment, u.created_day as day, 1 as turn
          from unsettled u
         where u.agent is null and u.created_at is not null and judge[width_bucket(u.created_day, since)] in ('order', 'order_first')
        union all
        select u.order_id, u.customer, u.paid_at, u.paid_day, 2
          from unsettled u
         where u.agent is null and u.created_at is not null and judge[width_bucket(u.created_day, since)] in ('pay', 'order_first')
           and u.paid_at is not null
    ), credited as (  -- one row per judged order that somebody answered
        select distinct on (c.order_id) c.order_id, c.agent
          from (select array_agg(j.order_id) as order_ids, array_agg(j.customer) as customers, array_agg(j.moment) as moments,
                       array_agg(j.day) as days, array_agg(j.turn) as turns
                  from judged j) a
         cross join settle.credits_of(a.order_ids, a.customers, a.moments, a.days, a.turns) c
         order by c.order_id, c.turn
    ), assisted as (  -- one row per order that somebody else assisted
        select a.order_id, array_agg(a.agent order by a.agent collate "C") as agents
          from settle.assists_of(
                   array(select row(u.order_id, u.customer, u.created_at, u.created_day, u.paid_at,
                                    u.paid_day)::settle.span
                           from unsettled u
                          where u.paid_at > u.created_at and not u.flagged)) a
          left join credited c using (order_id)
          left join head h using (order_id)
         where a.agent <> coalesce(h.agent, c.agent)
         group by a.order_id
    )
    select u.order_id, u.customer, u.created_at, u.created_day, u.amount, u.flagged,
           case when u.created_at is not null then coalesce(u.agent, c.agent, '(silent)') end,
           u.paid_at, u.paid_day, u.in_time_paid, u.refund_ms, u.days, u.amounts, u.refunded,
           u.refund_excess, a.agents
      from unsettled u
      left join credited c using (order_id)
      left join assisted a using (order_id);
end $$;

comment on function settle.orders_of(text[]) is 'The settled rows of orders, fresh from facts; no settled row is read. Orders that are excluded have none.';
