create or replace function merit.selves() returns text[]
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with own as materialized (
        select l.agent from ref.login l where l.login in (merit.caller(), session_user::text)
    ), staff as materialized (
        select s.agent, s.employee from ref.staff_on(ref.day_of(now())) s
    ), person as materialized (
        select o.agent from own o
         union
        select a.agent from own o join ref.agent_alias a on a.account = o.agent
         union
        select s.agent from own o join staff m on m.agent = o.agent join staff s on s.employee = m.employee
    )
    select array(
        select p.agent from person p
         union
        select a.account from person p join ref.agent_alias a on a.agent = p.agent)
$$;

comment on function merit.selves() is
    'The agents that the caller is: those of the caller''s login and role, whose account any of them ever was, and other accounts of '
    'the same employee number; and the accounts that were ever any of these.';
