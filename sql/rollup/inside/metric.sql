-- Every metric of docs/metrics.md with a fixed name, for days and months alike: sums, then ratios. A
-- missing denominator is NULL.

create or replace view rollup.metric as
with rule as materialized (
    select * from ref.rules()
), total as (
    select r.* from rollup.agent_period r
    union all  -- who is there by a record alone
    select n.*
      from (select distinct p.grain, p.start, p.agent from fact.present p) p
     cross join lateral rollup.nothing(p.grain, p.start, p.agent) n
     where not exists (select from rollup.agent_period r where (r.grain, r.start, r.agent) = (p.grain, p.start, p.agent))
), derived as (
    select t.*, p.at,
           case when rule.response_unanswered = 'cap' then t.unanswered_rounds else 0 end as counted_unanswered,
           rule.response_cap_seconds * 1000::bigint as cap_ms,
           t.gross_sales - case when rule.sales_net then t.refunded else 0 end as sales,
           g.value as target
      from total t
     cross join lateral (select rollup.wait_percentiles(t.waits, t.answered_rounds) as at offset 0) p  -- once a row
      left join fact.last_target g on t.grain = 'month' and g.metric = 'sales' and g.agent = t.agent
                                  and g.period = to_char(t.start, 'YYYY-MM')
     cross join rule
)
select d.grain, d.agent, d.start, v.metric, v.value
  from derived d
 cross join lateral (values
       ('received', d.received),
       ('replied', d.replied),
       ('reply_rate', d.replied::numeric / nullif(d.received, 0)),
       ('rounds', d.answered_rounds + d.unanswered_rounds + d.handed_over_rounds),
       ('answered_rounds', d.answered_rounds),
       ('unanswered_rounds', d.unanswered_rounds),
       ('handed_over_rounds', d.handed_over_rounds),
       ('slow_rounds', d.slow_rounds),
       ('response_seconds', (d.response_ms + d.counted_unanswered * d.cap_ms)::numeric
                            / nullif(d.answered_rounds + d.counted_unanswered, 0) / 1000),
       ('first_responses', d.first_responses),
       ('first_response_seconds', d.first_response_ms::numeric / nullif(d.first_responses, 0) / 1000),
       ('response_p50', settle.bucket_seconds(d.at[1])),
       ('response_p90', settle.bucket_seconds(d.at[2])),
       ('response_p99', settle.bucket_seconds(d.at[3])),
       ('customer_messages', d.customer_messages),
       ('agent_messages', d.agent_messages),
       ('answer_ratio', d.agent_messages::numeric / nullif(d.customer_messages, 0)),
       ('inquirers', d.inquirers),
       ('ordered', d.ordered),
       ('paid', d.paid),
       ('inquiry_conversion', d.ordered::numeric / nullif(d.inquirers, 0)),
       ('payment_conversion', d.paid::numeric / nullif(d.inquirers, 0)),
       ('lost_inquirers', d.inquirers - d.ordered),
       ('orderers', d.orderers),
       ('payers', d.payers),
       ('order_success', d.payers::numeric / nullif(d.orderers, 0)),
       ('sales', d.sales),
       ('buyers', d.buyers),
       ('unit_price', d.sales / nullif(d.buyers, 0)),
       ('target_completion', d.sales / nullif(d.target, 0)),
       ('assisted', d.assisted),
       ('refunded', d.refunded),
       ('refund_rate', d.refunded / nullif(d.gross_sales, 0)),
       ('refund_hours', d.refund_ms::numeric / nullif(d.refunded_orders, 0) / 3600000),
       ('surveys', d.surveys),
       ('csat', d.csat_sum::numeric(38, 20) / nullif(d.surveys, 0)),
       ('tickets', d.tickets),
       ('reopens', d.reopens),
       ('ticket_reopen_rate', d.reopens::numeric / nullif(d.tickets, 0)),
       ('ticket_resolve_hours', d.ticket_resolve_ms::numeric / nullif(d.ticket_resolve_timed, 0) / 3600000),
       ('sla_rate', d.sla_met::numeric / nullif(d.sla_given, 0)),
       ('ticket_replies', d.ticket_replies),
       ('ticket_reply_seconds', d.ticket_reply_ms::numeric / nullif(d.ticket_reply_timed, 0) / 1000),
       ('complaints', d.complaints),
       ('disputes', d.disputes),
       ('overdue', d.overdue)) as v(metric, value);

comment on view rollup.metric is
    'One row per grain (day, month), agent, period and metric with a fixed name, from roll-ups and targets.';
