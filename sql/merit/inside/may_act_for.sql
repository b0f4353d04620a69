create or replace function merit.may_act_for(agent text, on_day date default null) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select merit.closes() or may_act_for.agent = merit.me() or may_act_for.agent = any (merit.led_agents(on_day))
$$;

comment on function merit.may_act_for(text, date) is
    'Whether the caller may file appeals or set actions for the agent. The closing role may for everybody, agents may for '
    'themselves, leads may for their teams of the given business day (NULL: today).';
