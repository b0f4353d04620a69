-- Every metric of docs/metrics.md with a fixed name, for days and months alike: sums, then ratios. A
-- missing denominator is NULL.

create or replace view rollup.metric as
with rule as materialized (
    select * from ref.rules()
), measured as not materialized (
    select 'month' as grain, m.agent, m.month as start, m.measure, m.bucket, m.value from rollup.agent_month m
    union all
    select 'day', d.agent, d.day, d.measure, d.bucket, d.value from rollup.agent_day d
    union all  -- who is there by a record alone: everything else is 0 or missing
    select p.grain, p.agent, p.start, 'present', 0::smallint, 0 from fact.present p
), total as (  -- one row per grain, agent and period
    select grain, agent, start,
           coalesce(sum(value) filter (where measure = 'received'), 0) as received,
           coalesce(sum(value) filter (where measure = 'replied'), 0) as replied,
           coalesce(sum(value) filter (where measure = 'answered_rounds'), 0) as answered,
           coalesce(sum(value) filter (where measure = 'unanswered_rounds'), 0) as unanswered,
           coalesce(sum(value) filter (where measure = 'handed_over_rounds'), 0) as handed_over,
           coalesce(sum(value) filter (where measure = 'slow_rounds'), 0) as slow,
           coalesce(sum(value) filter (where measure = 'response_ms'), 0) as response_ms,
           coalesce(sum(value) filter (where measure = 'first_responses'), 0) as first_responses,
           coalesce(sum(value) filter (where measure = 'first_response_ms'), 0) as first_response_ms,
           coalesce(sum(value) filter (where measure = 'customer_messages'), 0) as customer_messages,
           coalesce(sum(value) filter (where measure = 'agent_messages'), 0) as agent_messages,
           coalesce(sum(value) filter (where measure = 'inquirers'), 0) as inquirers,
           coalesce(sum(value) filter (where measure = 'ordered'), 0) as ordered,
           coalesce(sum(value) filter (where measure = 'paid'), 0) as paid,
           coalesce(sum(value) filter (where measure = 'orderers'), 0) as orderers,
           coalesce(sum(value) filter (where measure = 'payers'), 0) as payers,
           coalesce(sum(value) filter (where measure = 'buyers'), 0) as buyers,
           coalesce(sum(value) filter (where measure = 'gross_sales'), 0) as gross_sales,
           coalesce(sum(value) filter (where measure = 'refunded'), 0) as refunded,
           coalesce(sum(value) filter (where measure = 'refunded_orders'), 0) as refunded_orders,
           coalesce(sum(value) filter (where measure = 'refund_ms'), 0) as refund_ms,
           coalesce(sum(value) filter (where measure = 'assisted'), 0) as assisted,
           coalesce(sum(value) filter (where measure = 'surveys'), 0) as surveys,
           coalesce(sum(value) filter (where measure = 'csat_sum'), 0) as csat_sum,
           coalesce(sum(value) filter (where measure = 'tickets'), 0) as tickets,
           coalesce(sum(value) filter (where measure = 'reopens'), 0) as reopens,
           coalesce(sum(value) filter (where measure = 'ticket_resolve_timed'), 0) as resolve_timed,
           coalesce(sum(value) filter (where measure = 'ticket_resolve_ms'), 0) as resolve_ms,
           coalesce(sum(value) filter (where measure = 'sla_given'), 0) as sla_given,
           coalesce(sum(value) filter (where measure = 'sla_met'), 0) as sla_met,
           coalesce(sum(value) filter (where measure = 'ticket_replies'), 0) as replies,
           coalesce(sum(value) filter (where measure = 'ticket_reply_timed'), 0) as reply_timed,
           coalesce(sum(value) filter (where measure = 'ticket_reply_ms'), 0) as reply_ms,
           coalesce(sum(value) filter (where measure = 'complaints'), 0) as complaints,
           coalesce(sum(value) filter (where measure = 'disputes'), 0) as disputes,
           coalesce(sum(value) filter (where measure = 'overdue'), 0) as overdue
      from measured
     where measure <> 'wait'
     group by grain, agent, start
), wait as (  -- one row per grain, agent, period and bucket: how many waits are in it or below
    select grain, agent, start, bucket,
           sum(value) over (partition by grain, agent, start order by bucket) as up_to,
           sum(value) over (partition by grain, agent, start) as waits
      from measured
     where measure = 'wait'
), percentile as (  -- nearest rank
    select grain, agent, start,
           settle.bucket_seconds(min(bucket) filter (where up_to >= ceil(waits * 0.50))) as p50,
           settle.bucket_seconds(min(bucket) filter (where up_to >= ceil(waits * 0.90))) as p90,
           settle.bucket_seconds(min(bucket) filter (where up_to >= ceil(waits * 0.99))) as p99
      from wait
     group by grain, agent, start
), derived as (
    select t.*, p.p50, p.p90, p.p99,
           case when rule.response_unanswered = 'cap' then t.unanswered else 0 end as counted_unanswered,
           rule.response_cap_seconds * 1000::bigint as cap_ms,
           t.gross_sales - case when rule.sales_net then t.refunded else 0 end as sales,
           g.value as target
      from total t
      left join percentile p using (grain, agent, start)
      left join fact.last_target g on t.grain = 'month' and g.metric = 'sales' and g.agent = t.agent
                                  and g.period = to_char(t.start, 'YYYY-MM')
     cross join rule
)
select d.grain, d.agent, d.start, v.metric, v.value
  from derived d
 cross join lateral (values
       ('received', d.received),
       ('replied', d.replied),
       ('reply_rate', d.replied / nullif(d.received, 0)),
       ('rounds', d.answered + d.unanswered + d.handed_over),
       ('answered_rounds', d.answered),
       ('unanswered_rounds', d.unanswered),
       ('handed_over_rounds', d.handed_over),
       ('slow_rounds', d.slow),
       ('response_seconds', (d.response_ms + d.counted_unanswered * d.cap_ms)
                            / nullif(d.answered + d.counted_unanswered, 0) / 1000),
       ('first_responses', d.first_responses),
       ('first_response_seconds', d.first_response_ms / nullif(d.first_responses, 0) / 1000),
       ('response_p50', d.p50),
       ('response_p90', d.p90),
       ('response_p99', d.p99),
       ('customer_messages', d.customer_messages),
       ('agent_messages', d.agent_messages),
       ('answer_ratio', d.agent_messages / nullif(d.customer_messages, 0)),
       ('inquirers', d.inquirers),
       ('ordered', d.ordered),
       ('paid', d.paid),
       ('inquiry_conversion', d.ordered / nullif(d.inquirers, 0)),
       ('payment_conversion', d.paid / nullif(d.inquirers, 0)),
       ('lost_inquirers', d.inquirers - d.ordered),
       ('orderers', d.orderers),
       ('payers', d.payers),
       ('order_success', d.payers / nullif(d.orderers, 0)),
       ('sales', d.sales),
       ('buyers', d.buyers),
       ('unit_price', d.sales / nullif(d.buyers, 0)),
       ('target_completion', d.sales / nullif(d.target, 0)),
       ('assisted', d.assisted),
       ('refunded', d.refunded),
       ('refund_rate', d.refunded / nullif(d.gross_sales, 0)),
       ('refund_hours', d.refund_ms / nullif(d.refunded_orders, 0) / 3600000),
       ('surveys', d.surveys),
       ('csat', d.csat_sum / nullif(d.surveys, 0)),
       ('tickets', d.tickets),
       ('reopens', d.reopens),
       ('ticket_reopen_rate', d.reopens / nullif(d.tickets, 0)),
       ('ticket_resolve_hours', d.resolve_ms / nullif(d.resolve_timed, 0) / 3600000),
       ('sla_rate', d.sla_met / nullif(d.sla_given, 0)),
       ('ticket_replies', d.replies),
       ('ticket_reply_seconds', d.reply_ms / nullif(d.reply_timed, 0) / 1000),
       ('complaints', d.complaints),
       ('disputes', d.disputes),
       ('overdue', d.overdue)) as v(metric, value);

comment on view rollup.metric is
    'One row per grain (day, month), agent, period and metric with a fixed name, from roll-ups and targets.';
