create or replace function period.planned() returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return array(
        select s.agent
          from ref.staff_on(ref.day_of(merit.now()), case when not merit.closes() then merit.led_agents() end) s
         where s.status is distinct from 'left' and s.agent <> all (merit.selves())
           and not exists (select from ref.agent_alias a where a.account = s.agent and a.days @> ref.day_of(merit.now()))
         order by s.agent collate "C");
end $$;

comment on function period.planned() is
    'The agents whose targets the caller may set: leads those of their teams today, the closing role everybody with a staff record; nobody '
    'their own.';
