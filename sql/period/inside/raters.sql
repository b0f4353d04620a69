-- As in merit.led_agents: a record names its lead, or else whoever is lead in the team leads.

create or replace function period.raters(on_day date)
returns table (agent text, team text, lead text[])
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    with staff as materialized (
        select s.* from ref.staff_on(on_day) s
    ), gone as materialized (
        select s.agent from staff s where s.status = 'left' or s."left" <= on_day
    ), teams as materialized (  -- one row per team with leads
        select s.team, array_agg(s.agent order by s.agent collate "C") as agents
          from staff s
         where s.role = 'lead' and s.agent not in (select g.agent from gone g)
         group by s.team
    )
    select s.agent, s.team,
           case when s.lead <> s.agent and s.lead not in (select g.agent from gone g) then array[s.lead]
                else array_remove(coalesce(l.agents, '{}'), s.agent) end
      from staff s
      left join teams l on l.team = s.team;
end $$;

comment on function period.raters(date) is
    'One row per agent with a staff record of a business day: the team, and who marks as the lead: whom the record names or, if it names '
    'nobody who is still there, the other leads of the team. Nobody is known to: {}.';
