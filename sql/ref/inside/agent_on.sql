-- In PL/pgSQL, which keeps its plan: it is called for each of many facts. Where they are read in masses, a join does it.

create or replace function ref.agent_on(account text, day date) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return coalesce((select a.agent from ref.agent_alias a where a.account = agent_on.account and a.days @> agent_on.day), account);
end $$;

comment on function ref.agent_on(text, date) is
    'The agent that an account is on a business day (ref.agent_alias): another one, or itself.';
