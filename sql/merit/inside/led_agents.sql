-- On a business day a lead leads the agents whose staff records name the lead and, if the lead's role is lead, everybody in
-- the lead's team. A lead who has left by today leads nobody on any day. A lead without a staff record leads only those
-- whose records name the lead. In PL/pgSQL, which keeps its plans: it is called for each month.

create or replace function merit.led_agents(on_day date default null) returns text[]
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    if not merit.has_role('merit_lead') then
        return '{}';
    end if;
    return (
        with caller as materialized (
            select merit.me() as agent, ref.day_of(now()) as today
        ), known as materialized (  -- one row: whoever may be in the teams, for some record once said so
            select array(
                select e.agent from caller c join fact.agent_event e on e.lead = c.agent
                 union
                select e.agent from caller c
                  join fact.agent_event own on own.agent = c.agent
                  join fact.agent_event e on e.team = own.team) as agents
        ), gone as (
            select s.agent from caller c cross join lateral ref.staff_on(c.today, array[c.agent]) s
             where s.status = 'left' or s."left" < c.today
        ), staff as materialized (
            select s.* from caller c cross join known k cross join lateral ref.staff_on(coalesce(on_day, c.today), k.agents) s
             where not exists (select from gone)
        )
        select array(
            select s.agent from caller c join staff s on s.lead = c.agent
             union
            select s.agent from caller c join staff l on l.agent = c.agent join staff s on s.team = l.team
             where l.role = 'lead'));
end $$;

comment on function merit.led_agents(date) is
    'The agents in the teams of a caller in the role merit_lead, on a business day (NULL: today, by the clock). No agents '
    'for any other caller.';
