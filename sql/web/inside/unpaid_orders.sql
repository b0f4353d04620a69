create or replace function web.unpaid_orders(for_month date, agents text[]) returns table (key text, id text, agent text, content jsonb)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    template constant text := (select s.order_url from period.setting s);
    rules    constant ref.rule_set := ref.rules_on(for_month);
begin
    return query
    select to_char(d.pay_until at time zone 'UTC', 'YYYYMMDDHH24MISSUS'), o.order_id::text, o.credit::text,
           jsonb_build_object('order_id', o.order_id, 'url', web.link(template, o.order_id), 'created_at', o.created_at, 'amount', o.amount,
                              'pay_until', d.pay_until, 'overdue', d.pay_until < merit.now())
      from settled.orders o
     cross join lateral (
           select coalesce((select e.pay_due from fact.order_event e
                             where e.order_id = o.order_id and e.type in ('created', 'updated') and e.pay_due is not null
                             order by e.at desc, e.type desc, e.hash desc limit 1),
                           o.created_at + make_interval(hours => 24 * rules.order_pay_days)) as pay_until) d
     where o.created_day >= for_month and o.created_day < for_month + interval '1 month'
       and not o.flagged and o.paid_at is null and o.credit = any (agents);
end $$;

comment on function web.unpaid_orders(date, text[]) is
    'One row per order of the month that is credited to one of these agents, not flagged, and without a payment: the first that must be paid first.';
