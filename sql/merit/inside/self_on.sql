-- Accounts that are the person's that day are left out: two people who have had the same account would else be one.

create or replace function merit.self_on(on_day date) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with own as materialized (
        select l.agent from ref.login l where l.login in (merit.caller(), session_user::text)
    ), person as materialized (
        select o.agent from own o
         union
        select a.agent from own o join ref.agent_alias a on a.account = o.agent and a.days @> on_day
    ), staff as materialized (  -- of an account the record of those days alone that are its own
        select s.agent, s.employee
          from ref.staff_on(on_day) s
         where not exists (select from ref.agent_alias a where a.account = s.agent and a.days @> on_day)
    )
    select array(
        select p.agent from person p
         union
        select s.agent from person p join staff m on m.agent = p.agent join staff s on s.employee = m.employee)
$$;

comment on function merit.self_on(date) is
    'The agents that the caller is on a day: those of the caller''s login and role, whose account any of them is that day, and others of the same '
    'employee number. Two callers are the same person if they have one in common.';
