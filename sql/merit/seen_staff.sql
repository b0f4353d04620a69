create or replace function merit.seen_staff(for_month date)
returns table (agent text, name text, team text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select p.agent, p.name, p.team
      from ref.staff_on((for_month + interval '1 month - 1 day')::date) p
     where (select merit.sees_all()) or p.agent = any ((select merit.visible_agents())::text[])
$$;

comment on function merit.seen_staff(date) is
    'One row per agent with a staff record whom the caller may see by name: name and team at the end of a month.';
