-- Tickets that were merged into another one contribute nothing.

create or replace view rollup.ticket_line as
select t.ticket, 'day' as grain, l.day as start, l.agent,
       case when l.what = 'resolved' then 1 end as tickets,
       case when l.what = 'resolved' then l.reopened::integer end as reopens,
       case when l.what = 'resolved' then (l.ms is not null)::integer end as ticket_resolve_timed,
       case when l.what = 'resolved' then l.ms end as ticket_resolve_ms,
       case when l.what = 'resolved' then (l.sla_met is not null)::integer end as sla_given,
       case when l.what = 'resolved' then l.sla_met::integer end as sla_met,
       case when l.what = 'replied' then 1 end as ticket_replies,
       case when l.what = 'replied' then (l.ms is not null)::integer end as ticket_reply_timed,
       case when l.what = 'replied' then l.ms end as ticket_reply_ms,
       case when l.what = 'created' then (t.category = 'complaint')::integer end as complaints,
       case when l.what = 'created' then (t.category = 'dispute')::integer end as disputes,
       case when l.what = 'due' then 1 end as overdue
  from settled.ticket t
 cross join lateral (
       select 'resolved' as what, r.agent, r.day, r.ms, r.sla_met, r.reopened
         from unnest(t.resolution_agents, t.resolution_days, t.resolution_ms, t.resolution_sla_met,
                     t.resolution_reopened) as r(agent, day, ms, sla_met, reopened)
       union all
       select 'replied', t.reply_agent, t.reply_day, t.reply_ms, null, null
        where t.reply_agent is not null
       union all
       select 'created', t.agent, t.created_day, null, null, null
        where t.category in ('complaint', 'dispute') and t.created_day is not null
       union all
       select 'due', t.due_agent, t.due_day, null, null, null
        where t.overdue) l
 where not t.merged;

comment on view rollup.ticket_line is
    'One row per settled ticket and thing of it that counts, with the measures that it adds to (NULL: not to them): resolutions and the '
    'reply by their days, complaints and disputes by the day of creation, overdue by the day of the due time.';
