create or replace function period.staff_without(agents text[], on_day date) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return array(
        select s.agent
          from ref.staff_on(on_day) s
         where s.agent not in (select a from unnest(agents) a)
           and not exists (select from ref.agent_alias a where a.account = s.agent and a.days @> on_day));
end $$;

comment on function period.staff_without(text[], date) is
    'Who has a staff record on a business day and is none of these agents, without accounts that are somebody else''s.';
