-- On a business day a lead leads the agents whose staff records name the lead and, if the lead's role is lead, everybody in
-- the lead's team. A lead who has left by today leads nobody on any day. A lead without a staff record leads only those
-- whose records name the lead.

create or replace function merit.led_agents(on_day date default null) returns text[]
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with gone as (
        select s.agent from ref.staff_on(ref.day_of(now())) s
         where s.agent = merit.me() and (s.status = 'left' or s."left" < ref.day_of(now()))
    ), staff as materialized (
        select s.* from ref.staff_on(coalesce(on_day, ref.day_of(now()))) s
         where merit.has_role('merit_lead') and not exists (select from gone)
    )
    select array(
        select s.agent from staff s where s.lead = merit.me()
         union
        select s.agent from staff s join staff l on l.team = s.team
         where l.agent = merit.me() and l.role = 'lead')
$$;

comment on function merit.led_agents(date) is
    'The agents in the teams of a caller in the role merit_lead, on a business day (NULL: today, by the clock). No agents '
    'for any other caller.';
