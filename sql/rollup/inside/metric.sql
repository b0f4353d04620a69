-- Every metric of docs/metrics.md with a fixed name, for days and months alike: sums, then ratios. A missing denominator is
-- NULL. Each is numeric as it stands, so that the planner leaves out what a query does not ask for. To plan a list takes time by the square
-- of its length: each list begins with a WITH, which keeps the planner from making one of all, and reads from that (one row of nothing), for
-- otherwise what a query does not ask for would stay in the plan.

create or replace view rollup.metric as
with rule as materialized (
    select r.*,
           'response_within_' || r.response_within[1] as name_1, 'first_response_within_' || r.response_within[1] as first_name_1,
           'response_within_' || r.response_within[2] as name_2, 'first_response_within_' || r.response_within[2] as first_name_2,
           'response_within_' || r.response_within[3] as name_3, 'first_response_within_' || r.response_within[3] as first_name_3,
           'response_within_' || r.response_within[4] as name_4, 'first_response_within_' || r.response_within[4] as first_name_4
      from rollup.shown_rules r
), nothing as materialized (
    select * from rollup.nothing(null, null, null)
), total (whose, grain, start, agent, group_target, own_grain, own_start, own_agent) as (  -- the key once more, for the row of nobody has none
    select 'agent', r.grain, r.start, r.agent, null::numeric, r.* from rollup.shown_period r
    union all  -- who is there by a record alone
    select 'agent', p.*, null::numeric, n.*
      from (select distinct f.grain, f.start, f.agent from fact.present f) p
     cross join lateral (select x.* from nothing x where p.agent is not null offset 0) n  -- which is made if there is somebody
     where not exists (select from rollup.shown_period r  -- by the key, each: a join of a range of days would read all days
                        where (r.grain, r.start, r.agent) = (p.grain, p.start, p.agent) offset 0)
    union all
    select 'team', p.grain, p.start, (g.sums).agent, g.target, (g.sums).*
      from rollup.period p cross join lateral rollup.group_sums('team', p.grain, p.start, null) g
    union all
    select 'shop', p.grain, p.start, (g.sums).agent, g.target, (g.sums).*
      from rollup.period p cross join lateral rollup.group_sums('shop', p.grain, p.start, null) g
    union all  -- a week begins on a Monday
    select 'person', 'week', d.day, (g.sums).agent, null::numeric, (g.sums).*
      from ref.day d cross join lateral rollup.group_sums('person', 'week', d.day, null) g
     where extract(isodow from d.day) = 1
    union all
    select 'one team', 'month', m.month, t.team, g.target, (g.sums).*
      from ref.month m cross join (select distinct e.team from fact.agent_event e) t
     cross join lateral rollup.group_sums('team', 'month', m.month, t.team) g
    union all  -- of a month, which stands for the grain
    select 'days', m.name, (g.sums).agent::date, t.team, null::numeric, (g.sums).*
      from ref.month m cross join (select distinct e.team from fact.agent_event e) t
     cross join lateral rollup.group_sums('days', 'month', m.month, t.team) g
), derived as (
    select t.*,
           case when rule.response_unanswered = 'cap' then t.unanswered_rounds else 0 end as counted_unanswered,
           rule.response_cap_seconds * 1000::bigint as cap_ms,
           rule.name_1, rule.name_2, rule.name_3, rule.name_4,
           rule.first_name_1, rule.first_name_2, rule.first_name_3, rule.first_name_4,
           nullif(t.answered_rounds + t.unanswered_rounds, 0)::numeric as asked,
           nullif(t.first_responses + t.first_missing, 0)::numeric as first_asked,
           t.gross_sales - case when rule.sales_net then t.refunded else 0 end as sales,
           t.gross_repeat_sales - case when rule.sales_net then t.repeat_refunded else 0 end as repeat_sales,
           case when t.whose = 'agent'
                then (select l.value from fact.last_target l
                       where t.grain = 'month' and l.period = to_char(t.start, 'YYYY-MM') and l.metric = 'sales'
                         and l.agent = t.agent)
                else t.group_target end as target
      from total t
     cross join lateral (select r.* from rule r where t.start >= r.since and t.start < r.until limit 1) rule
)
select d.grain, d.agent, d.start, v.metric, v.value, d.whose
  from derived d
 cross join lateral (
       (with apart as not materialized (select offset 0)
        select 'received' as metric, d.received::numeric as value from apart
       union all select 'replied', d.replied::numeric from apart
       union all select 'reply_rate', d.replied::numeric / nullif(d.received, 0) from apart
       union all select 'rounds', (d.answered_rounds + d.unanswered_rounds + d.handed_over_rounds)::numeric from apart
       union all select 'answered_rounds', d.answered_rounds::numeric from apart
       union all select 'unanswered_rounds', d.unanswered_rounds::numeric from apart
       union all select 'handed_over_rounds', d.handed_over_rounds::numeric from apart
       union all select 'slow_rounds', d.slow_rounds::numeric from apart
       union all select 'trailing_rounds', d.trailing_rounds::numeric from apart
       union all select 'suspended_rounds', d.suspended_rounds::numeric from apart
       union all select 'bot_answered_rounds', d.bot_answered_rounds::numeric from apart)
       union all
       (with apart as not materialized (select offset 0)
        select 'asked_hour_00', mod(d.asked_hours, 1e8) from apart
       union all select 'asked_hour_01', mod(div(d.asked_hours, 1e8), 1e8) from apart
       union all select 'asked_hour_02', mod(div(d.asked_hours, 1e16), 1e8) from apart
       union all select 'asked_hour_03', mod(div(d.asked_hours, 1e24), 1e8) from apart
       union all select 'asked_hour_04', mod(div(d.asked_hours, 1e32), 1e8) from apart
       union all select 'asked_hour_05', mod(div(d.asked_hours, 1e40), 1e8) from apart
       union all select 'asked_hour_06', mod(div(d.asked_hours, 1e48), 1e8) from apart
       union all select 'asked_hour_07', mod(div(d.asked_hours, 1e56), 1e8) from apart
       union all select 'asked_hour_08', mod(div(d.asked_hours, 1e64), 1e8) from apart
       union all select 'asked_hour_09', mod(div(d.asked_hours, 1e72), 1e8) from apart
       union all select 'asked_hour_10', mod(div(d.asked_hours, 1e80), 1e8) from apart
       union all select 'asked_hour_11', mod(div(d.asked_hours, 1e88), 1e8) from apart
       union all select 'asked_hour_12', mod(div(d.asked_hours, 1e96), 1e8) from apart
       union all select 'asked_hour_13', mod(div(d.asked_hours, 1e104), 1e8) from apart
       union all select 'asked_hour_14', mod(div(d.asked_hours, 1e112), 1e8) from apart
       union all select 'asked_hour_15', mod(div(d.asked_hours, 1e120), 1e8) from apart
       union all select 'asked_hour_16', mod(div(d.asked_hours, 1e128), 1e8) from apart
       union all select 'asked_hour_17', mod(div(d.asked_hours, 1e136), 1e8) from apart
       union all select 'asked_hour_18', mod(div(d.asked_hours, 1e144), 1e8) from apart
       union all select 'asked_hour_19', mod(div(d.asked_hours, 1e152), 1e8) from apart
       union all select 'asked_hour_20', mod(div(d.asked_hours, 1e160), 1e8) from apart
       union all select 'asked_hour_21', mod(div(d.asked_hours, 1e168), 1e8) from apart
       union all select 'asked_hour_22', mod(div(d.asked_hours, 1e176), 1e8) from apart
       union all select 'asked_hour_23', mod(div(d.asked_hours, 1e184), 1e8) from apart)
       union all
       (with apart as not materialized (select offset 0)
        select 'queue_seconds', d.queue_ms::numeric / nullif(d.queued_rounds, 0) / 1000 from apart
       union all select 'response_seconds', (d.response_ms + d.counted_unanswered * d.cap_ms)::numeric
                                            / nullif(d.answered_rounds + d.counted_unanswered, 0) / 1000 from apart
       union all select 'first_responses', d.first_responses::numeric from apart
       union all select 'first_response_seconds', d.first_response_ms::numeric / nullif(d.first_responses, 0) / 1000 from apart
       union all select d.name_1, mod(d.within, 1e8) / d.asked from apart
       union all select d.name_2, mod(div(d.within, 1e8), 1e8) / d.asked from apart where d.name_2 is not null
       union all select d.name_3, mod(div(d.within, 1e16), 1e8) / d.asked from apart where d.name_3 is not null
       union all select d.name_4, mod(div(d.within, 1e24), 1e8) / d.asked from apart where d.name_4 is not null
       union all select d.first_name_1, mod(div(d.within, 1e32), 1e8) / d.first_asked from apart
       union all select d.first_name_2, mod(div(d.within, 1e40), 1e8) / d.first_asked from apart where d.first_name_2 is not null
       union all select d.first_name_3, mod(div(d.within, 1e48), 1e8) / d.first_asked from apart where d.first_name_3 is not null
       union all select d.first_name_4, mod(div(d.within, 1e56), 1e8) / d.first_asked from apart where d.first_name_4 is not null)
       union all
       (with apart as not materialized (select offset 0)
        select v.metric, v.value
          from (select rollup.wait_percentiles(d.waits, d.answered_rounds) as at offset 0) p  -- once per row
         cross join lateral (
              select 'response_p50' as metric, (select b.seconds from settle.bucket b where b.bucket = p.at[1]) as value
              union all select 'response_p90', (select b.seconds from settle.bucket b where b.bucket = p.at[2])
              union all select 'response_p99', (select b.seconds from settle.bucket b where b.bucket = p.at[3])) v
       union all select 'customer_messages', d.customer_messages::numeric from apart
       union all select 'agent_messages', d.agent_messages::numeric from apart
       union all select 'answer_ratio', d.agent_messages::numeric
                                        / case when d.agent <> '(bot)' or d.whose <> 'agent' then nullif(d.customer_messages, 0) end from apart)
       union all
       (with apart as not materialized (select offset 0)
        select 'inquirers', d.inquirers::numeric from apart
       union all select 'ordered', d.ordered::numeric from apart
       union all select 'paid', d.paid::numeric from apart
       union all select 'inquiry_conversion', d.ordered::numeric / nullif(d.inquirers, 0) from apart
       union all select 'payment_conversion', d.paid::numeric / nullif(d.inquirers, 0) from apart
       union all select 'lost_inquirers', (d.inquirers - d.ordered)::numeric from apart
       union all select 'orderers', d.orderers::numeric from apart
       union all select 'payers', d.payers::numeric from apart
       union all select 'order_success', d.payers::numeric / nullif(d.orderers, 0) from apart
       union all select 'valid_order_rate', (d.orders_created - d.orders_flagged)::numeric / nullif(d.orders_created, 0) from apart
       union all select 'abnormal_order_rate', d.orders_flagged::numeric / nullif(d.orders_created, 0) from apart
       union all select 'paid_order_rate', d.orders_paid::numeric / nullif(d.orders_created - d.orders_flagged, 0) from apart)
       union all
       (with apart as not materialized (select offset 0)
        select 'sales', d.sales from apart
       union all select 'repeat_sales', d.repeat_sales from apart
       union all select 'buyers', d.buyers::numeric from apart
       union all select 'unit_price', d.sales / nullif(d.buyers, 0) from apart
       union all select 'target_completion', d.sales / nullif(d.target, 0) from apart
       union all select 'assisted', d.assisted from apart
       union all select 'refunded', d.refunded from apart
       union all select 'refund_rate', d.refunded / nullif(d.gross_sales, 0) from apart
       union all select 'refund_hours', d.refund_ms::numeric / nullif(d.refunded_orders, 0) / 3600000 from apart
       union all select 'surveys', d.surveys::numeric from apart
       union all select 'csat', d.csat_sum::numeric(38, 20) / nullif(d.surveys, 0) from apart
       union all select 'tickets', d.tickets::numeric from apart
       union all select 'reopens', d.reopens::numeric from apart
       union all select 'ticket_reopen_rate', d.reopens::numeric / nullif(d.tickets, 0) from apart
       union all select 'ticket_resolve_hours', d.ticket_resolve_ms::numeric / nullif(d.ticket_resolve_timed, 0) / 3600000 from apart
       union all select 'sla_rate', d.sla_met::numeric / nullif(d.sla_given, 0) from apart
       union all select 'ticket_replies', d.ticket_replies::numeric from apart
       union all select 'ticket_reply_seconds', d.ticket_reply_ms::numeric / nullif(d.ticket_reply_timed, 0) / 1000 from apart
       union all select 'complaints', d.complaints::numeric from apart
       union all select 'complaint_rate', d.complaints::numeric / nullif(d.received, 0) from apart
       union all select 'disputes', d.disputes::numeric from apart
       union all select 'overdue', d.overdue::numeric from apart)) v;

comment on view rollup.metric is
    'One row per grain (day, week, month), agent, period and metric with a fixed name, from roll-ups and targets. whose: ''agent''; ''team'' '
    'and ''shop'' are made as they are read, by grain and start, and their name is in agent (rollup.group_metrics); so are weeks of '
    'agents (''person''), months of a team asked for by name (''one team'') and the days of a team in a month, whose name is the grain (''days'').';
