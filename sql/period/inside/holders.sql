create or replace function period.holders(signer jsonb, on_day date) returns setof text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select s.agent
      from ref.staff_on(on_day) s
     where s.status is distinct from 'left' and (s."left" <= on_day) is not true
       and (signer -> 'roles' ? coalesce(s.role, 'agent') or signer -> 'agents' ? s.agent)
       and not exists (select from ref.agent_alias a where a.account = s.agent and a.days @> on_day)
     order by s.agent collate "C"
$$;

comment on function period.holders(jsonb, date) is
    'The agents who are a signer of a scheme (score.signers) on a day: by the role of their staff record, or by name. Nobody who has left, and no '
    'account that is somebody else''s that day.';
