-- What a check is, what it found and what to do about it are words (ref.words: check, found, quality). A row says more only
-- where it has more to say. Nothing here reads a table that grows with the shop, but along an index of what is to be shown.

create or replace view merit.data_quality as
with recursive settled (agent) as (  -- one row per agent with numbers, found along the index without reading every row
    (select r.agent from rollup.agent_period r order by r.agent limit 1)
    union all
    select (select r.agent from rollup.agent_period r where r.agent > s.agent order by r.agent limit 1)
      from settled s where s.agent is not null
), tallied (agent) as (
    (select t.agent from fact.tally t order by t.agent limit 1)
    union all
    select (select t.agent from fact.tally t where t.agent > a.agent order by t.agent limit 1)
      from tallied a where a.agent is not null
), marked (agent) as (
    (select m.agent from fact.mark m order by m.agent limit 1)
    union all
    select (select m.agent from fact.mark m where m.agent > a.agent order by m.agent limit 1)
      from marked a where a.agent is not null
), aimed (agent) as (
    (select t.agent from fact.target t order by t.agent limit 1)
    union all
    select (select t.agent from fact.target t where t.agent > a.agent order by t.agent limit 1)
      from aimed a where a.agent is not null
), recorded (agent) as (  -- whom records alone may name
    select a.agent from tallied a where a.agent is not null
    union
    select a.agent from marked a where a.agent is not null
    union
    select a.agent from aimed a where a.agent is not null
), said as materialized (  -- one row per check
    select c."check", ref.said('found.' || c."check") as found,
           ref.said(ref.message('quality.' || c."check", variadic c.commands)) as remedy
      from (values ('position', '{}'::text[]), ('lag', '{meritd ingest}'), ('complete_up_to', '{}'), ('gap', '{meritd replay}'),
                   ('late_event', '{meritd revise --dry-run}'), ('dirty', '{meritd settle}'), ('settled', '{}'), ('kept_from', '{}'), ('dead_letter', '{meritd dead-letters list}'),
                   ('unknown_agent', '{agent.updated,meritd people alias}'), ('order_without_created', '{order.created}'),
                   ('ticket_without_created', '{ticket.created}'),
                   ('message_without_agent', '{"meritd explain --agent \"(unassigned)\"",chat.assigned}'),
                   ('survey_without_agent', '{}'), ('suspicious_clock', '{}'), ('refund_excess', '{order.paid}'),
                   ('ticket_merged', '{}'), ('negative_time', '{ticket.created}'), ('stray_month', '{}')) as c("check", commands)
), found ("check", subject, value, at, more) as (
    select 'position', p.topic || '/' || p.partition, p.next_offset::numeric, p.caught_up_at,
           case when p.epoch > 0 then ref.said(ref.message('more.position', p.epoch::text)) end
      from ingest.position p
    union all
    select 'lag', p.topic || '/' || p.partition, greatest(0, p.end_offset - p.next_offset), p.caught_up_at, null
      from ingest.position p
    union all
    select 'complete_up_to', p.topic, count(*), case when count(*) = count(p.caught_up_at) then min(p.caught_up_at) end, null
      from ingest.position p
     group by p.topic
    union all
    select 'gap', p.topic || '/' || p.partition, p.gap_records, null, null
      from ingest.position p where p.gap_records > 0
    union all
    select 'late_event', p.topic || '/' || p.partition, p.late_records, p.late_at,
           ref.said(ref.message('more.late_event', p.late_offset::text))
      from ingest.position p where p.late_records > 0
    union all
    select 'dirty', 'writes', count(*), null, null from ingest.dirty
    union all
    select 'settled', 'as of', null, s.as_of, null from settle.state s
    union all
    select 'kept_from', 'facts', null, d.starts_at, null from ref.day d where d.day = ref.kept_from()
    union all
    select 'dead_letter', d.reason, count(*), max(d.rejected_at), null from ingest.dead_letter d group by d.reason
    union all
    select 'unknown_agent', u.agent, null, null, null
      from (select s.agent from settled s
             where s.agent not like '(%' and not exists (select from fact.agent_event e where e.agent = s.agent)
             union
            select r.agent from recorded r
             where r.agent not like '(%'
               and not exists (select from fact.agent_event e where e.agent = r.agent)
               and not exists (select from ref.agent_alias a where a.account = r.agent)) u
    union all
    select 'order_without_created', o.order_id, coalesce((select sum(x) from unnest(o.payment_amounts) x), 0), o.paid_at, null
      from settled.orders o where o.created_at is null
    union all
    select 'ticket_without_created', t.ticket, null, null, null
      from settled.ticket t where t.created_day is null and not t.merged
    union all
    select 'message_without_agent', to_char(r.start, 'YYYY-MM'), r.customer_messages + r.agent_messages, null, null
      from ref.month m
      join rollup.shown_period r on r.grain = 'month' and r.start = m.month and r.agent = '(unassigned)'
     where r.contacts > 0
    union all
    select 'survey_without_agent', to_char(r.start, 'YYYY-MM'), r.surveys, null, null
      from ref.month m
      join rollup.shown_period r on r.grain = 'month' and r.start = m.month and r.agent = '(unassigned)'
     where r.surveys > 0
    union all
    select 'suspicious_clock', to_char(c.month, 'YYYY-MM') || ' ' || c.source, sum(c.answers), null, null
      from (select r.source, date_trunc('month', r.day) as month, r.answers from rollup.clock r
             union all
            select i.source, date_trunc('month', i.day), i.change from ingest.clock i) c
     group by c.source, c.month
    having sum(c.answers) > 0
    union all
    select 'refund_excess', o.order_id, o.refund_excess, o.paid_at, null
      from settled.orders o where o.refund_excess > 0
    union all
    select 'ticket_merged', t.ticket, null, null, null from settled.ticket t where t.merged
    union all
    select 'negative_time', t.ticket, null, null, null
      from settled.ticket t
     where t.created_day is not null and (t.reply_agent is not null and t.reply_ms is null or array_position(t.resolution_ms, null) > 0)
    union all
    select 'stray_month', to_char(s.month, 'YYYY-MM'), cardinality(s.agents), null, s.problem
      from period.stray_months() s
)
select "check", f.subject, f.value, f.at, coalesce(f.more, s.found) as detail, s.remedy from found f left join said s using ("check");

comment on view merit.data_quality is
    'One row per check and subject: positions, lag (in records), gaps, late events, up to when each topic is complete, dirty backlog, dead letters '
    'by reason, unknown agents, orders and tickets that were never created, messages and surveys of nobody, clocks that seem to be '
    'behind, refunds beyond the payments, merged tickets, times that would be negative, months that do not belong to the shop; '
    'and what to do about it.';

comment on column merit.data_quality."check" is
    'The name of the check: position, lag, gap, late_event, complete_up_to, dirty, settled, kept_from, dead_letter, unknown_agent, order_without_created, '
    'ticket_without_created, message_without_agent, survey_without_agent, suspicious_clock, refund_excess, ticket_merged, negative_time or '
    'stray_month.';
comment on column merit.data_quality.subject is
    'What is checked: a topic, topic/partition, reason, agent, order, ticket or month; of a clock the month and the source.';
comment on column merit.data_quality.value is
    'A number: records, rows, messages, answers, or an amount in the shop''s currency; NULL where the check counts nothing.';
comment on column merit.data_quality.at is 'When that was last observed; NULL where the check has no instant.';
comment on column merit.data_quality.detail is 'A sentence about it, in the shop''s language.';
comment on column merit.data_quality.remedy is 'What to do about it, in the shop''s language.';
