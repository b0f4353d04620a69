create or replace function merit.may_act_for(agent text) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select merit.has_role('meritd_close') or merit.has_role('merit_operator')
        or may_act_for.agent = any (merit.visible_agents())
$$;

comment on function merit.may_act_for(text) is
    'Whether the caller may appeal, decide, or mark actions for the agent: operators and the closing role '
    'for everybody, agents for themselves, leads for their teams.';
