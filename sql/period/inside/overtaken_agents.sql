-- What was taken over may have changed without consequence, where a difference is cut off at 0; only then everybody is scored again.

create or replace function period.overtaken_agents(for_month date) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    agents constant text[] := array(select distinct o.agent from period.overtaken(for_month) o);
begin
    if agents = '{}' then
        return agents;
    end if;
    return array(select distinct d.agent from period.drift(for_month) d where d.agent = any (agents) and d.item <> 'metric');
end $$;

comment on function period.overtaken_agents(date) is
    'The agents of a closed month who would have other results if it were made of the month before as that is now (period.overtaken).';
