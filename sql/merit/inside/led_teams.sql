-- Who may know what everybody in a team does may know what they do together. Those who have left today are not asked about.

create or replace function merit.led_teams() returns text[]
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with today as materialized (
        select ref.day_of(now()) as day
    )
    select array(
        select s.team
          from today t cross join lateral ref.staff_on(t.day) s
         where s.team is not null and s.status is distinct from 'left' and s."left" < t.day is not true
         group by s.team
        having bool_and(s.agent = any ((select merit.led_agents())::text[])))
$$;

comment on function merit.led_teams() is
    'The teams of a caller in the role merit_lead: those in which, today by the clock, the caller leads everybody (merit.led_agents).';
