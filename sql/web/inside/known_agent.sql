create or replace function web.known_agent(name text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    known constant boolean := case
        when merit.sees_all()
        then exists (select from fact.agent_event e where e.agent = known_agent.name) or exists (select from period.result r where r.agent = known_agent.name)
             or exists (select from period.months() m join rollup.agent_period r on r.grain = 'month' and r.start = m and r.agent = known_agent.name)
        else known_agent.name = any (merit.visible_agents()) end;
begin
    if known is not true then
        raise exception '%', ref.said(ref.message('refused.unknown', 'known.agent', name, merit.caller()))
            using errcode = 'invalid_parameter_value', column = 'agent';
    end if;
end $$;

comment on function web.known_agent(text) is
    '22023 unless the caller may see the agent by name. So another''s agent and one that nobody has is refused alike.';
