-- Tickets that were merged into another one contribute nothing.

create or replace view rollup.ticket_line as
select t.ticket, l.day, l.agent, l.measure, l.value::numeric as value
  from settled.ticket t
 cross join lateral (
       select r.agent, r.day, m.measure, m.value
         from unnest(t.resolution_agents, t.resolution_days, t.resolution_ms, t.resolution_sla_met,
                     t.resolution_reopened) as r(agent, day, ms, sla_met, reopened)
        cross join lateral (values
              ('tickets', 1),
              ('reopens', r.reopened::integer),
              ('ticket_resolve_timed', (r.ms is not null)::integer),
              ('ticket_resolve_ms', coalesce(r.ms, 0)),
              ('sla_given', (r.sla_met is not null)::integer),
              ('sla_met', coalesce(r.sla_met, false)::integer)) as m(measure, value)
       union all
       select t.reply_agent, t.reply_day, m.measure, m.value
         from (values
              ('ticket_replies', 1),
              ('ticket_reply_timed', (t.reply_ms is not null)::integer),
              ('ticket_reply_ms', coalesce(t.reply_ms, 0))) as m(measure, value)
        where t.reply_agent is not null
       union all
       select t.agent, t.created_day, t.category || 's', 1
        where t.category in ('complaint', 'dispute') and t.created_day is not null
       union all
       select t.due_agent, t.due_day, 'overdue', 1
        where t.overdue) l
 where l.value <> 0 and not t.merged;

comment on view rollup.ticket_line is
    'One row per settled ticket and line that it contributes: resolutions and the reply by their days, complaints and '
    'disputes by the day of creation, overdue by the day of the due time.';
