-- Look-aheads (docs/month-end.md, "States") of what metrics wait for. That of chats is always in use, because who is ranked
-- depends on the number of customers received.

create or replace function period.final_from(for_month date) returns timestamptz
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        with rule as materialized (  -- one row
            select r.* from ref.rules_on(for_month) r
        ), span as (  -- one row: the month, and how long each look-ahead lasts
            select m.starts_at as ends, w.starts_at as window_ends,
                   make_interval(hours => rule.session_idle_hours) as idle,
                   make_interval(hours => 24 * rule.order_pay_days) as pay,
                   make_interval(hours => 24 * (select max((l.rules).order_pay_days) from ref.rule_span l  -- an order's month decides
                                                 where l.until > for_month and l.since < w.day)) as window_pay,
                   make_interval(hours => 24 * rule.refund_days) as refund,
                   make_interval(hours => 24 * rule.ticket_reopen_days) as reopen,
                   rule.sales_net, rule.order_judge <> 'order' as by_payment
              from rule
              join ref.day m on m.day = (for_month + interval '1 month')::date
              join ref.day w on w.day = m.day + rule.order_window_days - 1
        ), used as (  -- one row per word of score.look_ahead that a scheme in force brings
            select distinct case when m.metric is not null then m.awaits else score.look_ahead(l.metric) end as awaits
              from score.in_force(for_month) f
              join score.leaf l using (scheme, version)
              left join score.metric_list() m using (metric)
        )
        select greatest(s.ends + s.idle, max(x.instant))
          from span s
          left join used u on true
          left join lateral (values
               ('order', s.window_ends + s.window_pay),
               ('sales', case when s.by_payment then s.ends + s.pay end),
               ('sales', case when s.sales_net then s.ends + s.refund end),
               ('repeat', s.window_ends + s.window_pay),
               ('repeat', case when s.sales_net then s.ends + s.refund end),
               ('credit', case when s.by_payment then s.ends + s.pay end),
               ('refund', case when s.by_payment then s.ends + s.pay end),
               ('refund', s.ends + s.refund),
               ('ticket', s.ends + s.reopen)) as x(awaits, instant) using (awaits)
         group by s.ends, s.idle);
end $$;

comment on function period.final_from(date) is
    'From when events that are in time can no longer change the month''s numbers: the end of the month plus the longest '
    'look-ahead of the metrics that the schemes in force use.';
