-- Today is by the clock: anybody may set merit.now, and would see the teams of another time. Agents who have left still see
-- their own numbers, because they can appeal, and pay is still due to them.

create or replace function merit.visible_agents() returns text[]
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    me constant text := merit.me();
begin
    return array(select me where me is not null union select unnest(merit.led_agents()));
end $$;

comment on function merit.visible_agents() is
    'The agents whose numbers the caller may see by name: the caller''s own and, in the role merit_lead, those of the '
    'lead''s teams today.';
