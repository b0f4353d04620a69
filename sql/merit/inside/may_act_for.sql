create or replace function merit.may_act_for(agent text, on_day date default null) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select merit.closes() or may_act_for.agent = merit.me() or may_act_for.agent = any (merit.led_agents(on_day))
$$;

comment on function merit.may_act_for(text, date) is
    'Whether the caller may appeal or mark actions for the agent: the closing role for everybody, agents for themselves, '
    'leads for their teams of a business day (NULL: today).';
