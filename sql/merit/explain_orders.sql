-- Goes from the agent's buyers of the month to their orders, each by its key, so that nothing is scanned.

create or replace function merit.explain_orders(agent text, month date, most integer)
returns table (order_id text, created_at timestamptz, amount numeric, paid_at timestamptz, in_time_paid boolean,
               paid_in_month numeric, refunded_in_month numeric, assists text[])
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select o.order_id, o.created_at, o.amount, o.paid_at, o.in_time_paid, p.paid, p.refunded,
           array(select a from unnest(o.assists) a
                  where (select merit.sees_all()) or a = any ((select merit.visible_agents())::text[]))
      from settled.buyer b
      join settled.orders o on o.customer = b.customer
     cross join lateral (
           select coalesce(sum(x.amount), 0) as paid, coalesce(sum(x.refunded), 0) as refunded, count(*) as payments
             from unnest(o.payment_days, o.payment_amounts, o.payment_refunded) as x(day, amount, refunded)
            where date_trunc('month', x.day) = explain_orders.month) p
     where b.agent = explain_orders.agent and b.grain = 'month' and b.start = explain_orders.month
       and o.credit = explain_orders.agent and not o.flagged
       and ((select merit.sees_all()) or o.credit = any ((select merit.visible_agents())::text[]))
       and (date_trunc('month', o.created_day) = explain_orders.month or p.payments > 0)
     order by p.paid desc, o.amount desc, o.order_id
     limit most
$$;

comment on function merit.explain_orders(text, date, integer) is
    'One row per order that is credited to the agent and was created or paid in the month (given by its first day): the '
    'largest payments of the month first, at most as many rows as the last argument says. assists: the other agents who '
    'helped before the payment. Agents whom the caller may not see by name are left out, in assists too.';
