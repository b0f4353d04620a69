-- Who names the lead in the staff record, and, of a lead by role, who is in the lead's team, on a business day. A lead who
-- is gone today leads nobody, whatever the day; one without a staff record is somebody's lead by name alone.

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
    'The agents of a merit_lead''s teams on a business day (NULL: today, by the clock); of others, nobody.';
