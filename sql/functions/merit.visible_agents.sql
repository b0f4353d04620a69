-- A lead's own teams: who names the lead in the staff record, and, of a lead by role, who is in the lead's team. Today is
-- the clock's: merit.now, which anybody may set, would show those of another time.

create or replace function merit.visible_agents() returns text[]
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with staff as materialized (
        select s.* from ref.staff_on(ref.day_of(now())) s where merit.has_role('merit_lead')
    )
    select array(
        select merit.me() where merit.me() is not null
         union
        select s.agent from staff s where s.lead = merit.me()
         union
        select s.agent from staff s join staff l on l.team = s.team
         where l.agent = merit.me() and l.role = 'lead')
$$;

comment on function merit.visible_agents() is
    'The agents whose numbers the caller may see by name: its own, and of a merit_lead those of its teams '
    'today.';
