create or replace function settle.contacts_of_staff(staff text[], days date[]) returns table (customer uuid, day date)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with record as (  -- one row per record: it names the team until a later day's record does
        select s.agent, s.day,
               (select min(e.day) from fact.agent_event e
                 where e.agent = s.agent and e.day > s.day and e.team is not null) as until
          from unnest(staff, days) as s(agent, day)
         where exists (select from ref.hours_team)
    )
    select distinct c.customer, c.day
      from record r
      join settled.contact c on c.agent = r.agent and c.day >= r.day and (c.day < r.until or r.until is null)
$$;

comment on function settle.contacts_of_staff(text[], date[]) is
    'The settled contacts whose service hours may be others because of staff records of the agents, of the days[i]; none while '
    'no service hours name a team.';
