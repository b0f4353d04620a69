create or replace function pay.people(for_month date)
returns table (agent text, person text, employee text, name text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with known as (  -- one row per agent with a result of the scheme that pays
        select r.agent, r.employee, r.name
          from period.closing c
          join period.result r on (r.month, r.revision, r.scheme) = (c.month, c.revision, c.scheme)
         where c.month = for_month and c.revision = period.latest(for_month)
    ), every as (  -- the same, and the agents who have only a staff record
        select k.* from known k
        union all
        select s.agent, s.employee, s.name
          from ref.staff_on((for_month + interval '1 month')::date - 1) s
         where not exists (select from known k where k.agent = s.agent)
    )
    select e.agent, pay.person(e.agent, e.employee), e.employee, e.name
      from every e
$$;

comment on function pay.people(date) is
    'One row per agent of a month, with the person: accounts with one employee number are one person, and an account '
    'without a number is a person by itself. As frozen, or else by the staff record of the month''s last day.';
