create or replace function ref.agent_warning(agent text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select format('no staff record names %s%s', agent_warning.agent, '; did you mean ' || ref.nearest(agent_warning.agent, k.agents) || '?')
      from (select coalesce(array_agg(distinct e.agent), '{}') as agents from fact.agent_event e) k
     where agent_warning.agent <> all (k.agents)
$$;

comment on function ref.agent_warning(text) is
    'What should be looked at before somebody''s numbers go to this agent, as it may be mistyped; NULL when there is a staff record.';
