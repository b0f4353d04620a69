create or replace function settle.tickets_of_staff(staff text[], days date[]) returns setof text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select distinct t.ticket
      from settle.staff_spans(staff, days) r
      join settled.ticket t on t.reply_agent = r.agent or r.agent = any (t.resolution_agents)
     cross join unnest(t.resolution_agents || t.reply_agent, t.resolution_days || t.reply_day) as n(agent, day)
     where settle.tickets_are_judged()
       and n.agent = r.agent and n.day >= r.day and (n.day < r.until or r.until is null)
$$;

comment on function settle.tickets_of_staff(text[], date[]) is
    'The settled tickets whose replies or resolutions may count other service hours because of staff records of the agents, of the '
    'days[i]; none unless the rule ticket.clock counts them.';
