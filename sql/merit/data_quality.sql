create or replace view merit.data_quality as
with recursive agent as (  -- one row per agent with numbers, found along the index without reading every row
    (select r.agent from rollup.agent_period r where r.grain = 'month' order by r.agent limit 1)
    union all
    select (select r.agent from rollup.agent_period r where r.grain = 'month' and r.agent > a.agent order by r.agent limit 1)
      from agent a where a.agent is not null
), remedy as materialized (  -- one row per check
    select c as "check", ref.said('quality.' || c) as remedy
      from unnest(array['position', 'lag', 'complete_up_to', 'gap', 'dirty', 'settled', 'kept_from', 'dead_letter', 'unknown_agent',
                        'order_without_created', 'ticket_without_created', 'message_without_agent', 'survey_without_agent',
                        'refund_excess', 'ticket_merged', 'negative_time', 'stray_month']) c
), found ("check", subject, value, at, detail) as (
    select 'position', p.topic || '/' || p.partition, p.next_offset::numeric, p.caught_up_at,
           case when p.epoch > 0 then format('made anew %s times', p.epoch) end
      from ingest.position p
    union all
    select 'lag', p.topic || '/' || p.partition, greatest(0, p.end_offset - p.next_offset), p.caught_up_at,
           'records between the position and the partition''s end when last heard of'
      from ingest.position p
    union all
    select 'complete_up_to', p.topic, count(*), case when count(*) = count(p.caught_up_at) then min(p.caught_up_at) end,
           'every partition was read to its end at that moment or later; value: the partitions'
      from ingest.position p
     group by p.topic
    union all
    select 'gap', p.topic || '/' || p.partition, p.gap_records, null, 'records that retention ate unread'
      from ingest.position p where p.gap_records > 0
    union all
    select 'dirty', 'writes', count(*), null, 'writes not settled yet' from ingest.dirty
    union all
    select 'settled', 'as of', null, s.as_of, null from settle.state s
    union all
    select 'kept_from', 'facts', null, d.starts_at, 'earlier ones were deleted (meritd retain); chats, orders, tickets and surveys from before are skipped'
      from ref.day d where d.day = ref.kept_from()
    union all
    select 'dead_letter', d.reason, count(*), max(d.rejected_at), null from ingest.dead_letter d group by d.reason
    union all
    select 'unknown_agent', a.agent, null, null, 'has numbers but no staff record'
      from agent a
     where a.agent not like '(%'
       and not exists (select from fact.agent_event e where e.agent = a.agent)
    union all
    select 'order_without_created', o.order_id, coalesce((select sum(x) from unnest(o.payment_amounts) x), 0),
           o.paid_at, 'payments or refunds of an order that was never created; value: its payments'
      from settled.orders o where o.created_at is null
    union all
    select 'ticket_without_created', t.ticket, null, null, 'events of a ticket that was never created: its replies and resolutions have no time'
      from settled.ticket t where t.created_day is null and not t.merged
    union all
    select 'message_without_agent', to_char(r.start, 'YYYY-MM'), r.customer_messages + r.agent_messages, null,
           'messages and rounds under "(unassigned)": nobody held the conversation'
      from ref.month m
      join rollup.agent_period r on r.grain = 'month' and r.start = m.month and r.agent = '(unassigned)'
     where r.contacts > 0
    union all
    select 'survey_without_agent', to_char(r.start, 'YYYY-MM'), r.surveys, null,
           'surveys under "(unassigned)": what they are about is unknown, or nobody''s'
      from ref.month m
      join rollup.agent_period r on r.grain = 'month' and r.start = m.month and r.agent = '(unassigned)'
     where r.surveys > 0
    union all
    select 'refund_excess', o.order_id, o.refund_excess, o.paid_at, 'refunded beyond its payments'
      from settled.orders o where o.refund_excess > 0
    union all
    select 'ticket_merged', t.ticket, null, null, 'part of another ticket: counts nowhere' from settled.ticket t where t.merged
    union all
    select 'negative_time', t.ticket, null, null, 'replied to or resolved before it was created: has no such time'
      from settled.ticket t
     where t.created_day is not null and (t.reply_agent is not null and t.reply_ms is null or array_position(t.resolution_ms, null) > 0)
    union all
    select 'stray_month', to_char(s.month, 'YYYY-MM'), cardinality(s.agents), null, s.problem
      from period.stray_months() s
)
select "check", f.subject, f.value, f.at, f.detail, r.remedy from found f left join remedy r using ("check");

comment on view merit.data_quality is
    'One row per check and subject: positions, lag (in records), gaps, up to when each topic is complete, dirty backlog, dead letters '
    'by reason, unknown agents, orders and tickets that were never created, messages and surveys of nobody, refunds beyond the '
    'payments, merged tickets, times that would be negative, months that do not belong to the shop; and what to do about it.';

comment on column merit.data_quality."check" is
    'The name of the check: position, lag, gap, complete_up_to, dirty, settled, kept_from, dead_letter, unknown_agent, order_without_created, '
    'ticket_without_created, message_without_agent, survey_without_agent, refund_excess, ticket_merged, negative_time or stray_month.';
comment on column merit.data_quality.subject is 'What is checked: a topic, topic/partition, reason, agent, order, ticket or month.';
comment on column merit.data_quality.value is
    'A number: records, rows, or an amount in the shop''s currency; NULL where the check counts nothing.';
comment on column merit.data_quality.at is 'When that was last observed; NULL where the check has no instant.';
comment on column merit.data_quality.detail is 'A sentence about it; NULL where nothing is to be added.';
comment on column merit.data_quality.remedy is 'What to do about it, in the shop''s language.';
