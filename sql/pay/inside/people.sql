create or replace function pay.people(of_period text)
returns table (agent text, person text, employee text, name text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with known as (  -- one row per agent with a result of the scheme that pays
        select r.agent, r.employee, r.name
          from period.closed_period c
         cross join lateral period.results_of(of_period, c.revision, c.scheme) r
         where c.period = of_period and c.revision = period.part_closed(of_period)
    ), every as (  -- the same, and the agents who have only a staff record
        select k.* from known k
        union all
        select s.agent, s.employee, s.name
          from ref.staff_on((period.last_month(of_period) + interval '1 month')::date - 1) s
         where not exists (select from known k where k.agent = s.agent)
    )
    select e.agent, pay.person(e.agent, e.employee), e.employee, e.name
      from every e
$$;

comment on function pay.people(text) is
    'One row per agent of a month or term, by its name, with the person: accounts with one employee number are one person, and an account '
    'without a number is a person by itself. As frozen, or else by the staff record of the last day.';
