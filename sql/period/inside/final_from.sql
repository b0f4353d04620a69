-- Look-aheads by metric (docs/month-end.md, "States"). That of chats is always in use, because who is ranked depends on the
-- number of customers received.

create or replace function period.final_from(for_month date) returns timestamptz
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with rule as materialized (  -- one row
        select (r).* from (select ref.rules() as r) x
    ), span as (  -- one row: the month, and how long each look-ahead lasts
        select m.starts_at as ends, w.starts_at as window_ends,
               make_interval(hours => rule.session_idle_hours) as idle,
               make_interval(hours => 24 * rule.order_pay_days) as pay,
               make_interval(hours => 24 * rule.refund_days) as refund,
               make_interval(hours => 24 * rule.ticket_reopen_days) as reopen,
               rule.sales_net, rule.order_judge <> 'order' as by_payment
          from rule
          join ref.day m on m.day = (for_month + interval '1 month')::date
          join ref.day w on w.day = m.day + rule.order_window_days - 1
    ), used as (  -- one row per metric that a scheme in force looks at
        select distinct i.metric
          from score.in_force(for_month) f
          join score.indicator i using (scheme, version)
    )
    select greatest(s.ends + s.idle, max(x.instant))
      from span s
      left join used u on true
      left join lateral (values
           (s.window_ends + s.pay, array['inquirers', 'ordered', 'paid', 'inquiry_conversion', 'payment_conversion',
                                         'lost_inquirers', 'orderers', 'payers', 'order_success']),
           (case when s.by_payment then s.ends + s.pay end,
            array['ordered', 'paid', 'inquiry_conversion', 'payment_conversion', 'lost_inquirers', 'orderers',
                  'payers', 'order_success', 'sales', 'buyers', 'unit_price', 'target_completion', 'assisted',
                  'refunded', 'refund_rate', 'refund_hours']),
           (case when s.sales_net then s.ends + s.refund end,
            array['sales', 'buyers', 'unit_price', 'target_completion']),
           (s.ends + s.refund, array['refunded', 'refund_rate', 'refund_hours']),
           (s.ends + s.reopen, array['tickets', 'reopens', 'ticket_reopen_rate', 'ticket_resolve_hours', 'sla_rate',
                                     'ticket_replies', 'ticket_reply_seconds', 'complaints', 'disputes', 'overdue'])
           ) as x(instant, metrics) on u.metric = any (x.metrics)
     group by s.ends, s.idle
$$;

comment on function period.final_from(date) is
    'From when events that are in time can no longer change the month''s numbers: the end of the month plus the longest '
    'look-ahead of the metrics that the schemes in force use.';
