create or replace function settle.staff_spans(staff text[], days date[]) returns table (agent text, day date, until date)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select s.agent, s.day,
           (select min(e.day) from fact.agent_event e
             where e.agent = s.agent and e.day > s.day and e.team is not null)
      from unnest(staff, days) as s(agent, day)
     where exists (select from ref.hours_team)
$$;

comment on function settle.staff_spans(text[], date[]) is
    'The days [day, until) on which staff records of the agents, of the days[i], name a team (until NULL: no later record does); '
    'none while no service hours name a team.';
