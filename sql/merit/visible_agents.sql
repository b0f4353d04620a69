-- Today is the clock's: merit.now, which anybody may set, would show the teams of another time. Who left keeps the sight of
-- what is its own: results can be appealed against, and pay is still due.

create or replace function merit.visible_agents() returns text[]
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select array(select merit.me() where merit.me() is not null union select unnest(merit.led_agents()))
$$;

comment on function merit.visible_agents() is
    'The agents whose numbers the caller may see by name: its own, and of a merit_lead those of its teams today.';
