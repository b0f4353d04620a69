create or replace view merit.data_quality as
with recursive agent as (  -- one row per agent with numbers, found along the index without reading every row
    (select r.agent from rollup.agent_period r where r.grain = 'month' order by r.agent limit 1)
    union all
    select (select r.agent from rollup.agent_period r where r.grain = 'month' and r.agent > a.agent order by r.agent limit 1)
      from agent a where a.agent is not null
)
select 'position' as "check", p.topic || '/' || p.partition as subject, p.next_offset::numeric as value,
       p.caught_up_at as at, case when p.epoch > 0 then format('made anew %s times', p.epoch) end as detail
  from ingest.position p
union all
select 'lag', p.topic || '/' || p.partition, greatest(0, p.end_offset - p.next_offset), p.caught_up_at,
       'records between the position and the partition''s end when last heard of'
  from ingest.position p
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
  from period.stray_months() s;

comment on view merit.data_quality is
    'One row per check and subject: positions, lag (in records), gaps, dirty backlog, dead letters by reason, unknown '
    'agents, payments and refunds without an order, refunds beyond the payments, merged tickets, times that would be negative, months that do not belong to the shop.';

comment on column merit.data_quality."check" is
    'The name of the check: position, lag, gap, dirty, settled, kept_from, dead_letter, unknown_agent, order_without_created, refund_excess, '
    'ticket_merged, negative_time or stray_month.';
comment on column merit.data_quality.subject is 'What is checked: a topic/partition, reason, agent, order or month.';
comment on column merit.data_quality.value is
    'A number: records, rows, or an amount in the shop''s currency; NULL where the check counts nothing.';
comment on column merit.data_quality.at is 'When that was last observed; NULL where the check has no instant.';
comment on column merit.data_quality.detail is 'A sentence about it; NULL where nothing is to be added.';
