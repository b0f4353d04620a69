-- Each member of a record keeps the last value given, in event order.

create or replace function ref.staff_on(as_of date)
returns table (agent text, name text, employee text, team text, role text, lead text, status text,
               joined date, "left" date)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select e.agent,
           (array_agg(e.name     order by e.at desc, e.hash desc) filter (where e.name is not null))[1],
           (array_agg(e.employee order by e.at desc, e.hash desc) filter (where e.employee is not null))[1],
           (array_agg(e.team     order by e.at desc, e.hash desc) filter (where e.team is not null))[1],
           (array_agg(e.role     order by e.at desc, e.hash desc) filter (where e.role is not null))[1],
           (array_agg(e.lead     order by e.at desc, e.hash desc) filter (where e.lead is not null))[1],
           (array_agg(e.status   order by e.at desc, e.hash desc) filter (where e.status is not null))[1],
           (array_agg(e.joined   order by e.at desc, e.hash desc) filter (where e.joined is not null))[1],
           (array_agg(e."left"   order by e.at desc, e.hash desc) filter (where e."left" is not null))[1]
      from fact.agent_event e
     where e.day <= as_of
     group by e.agent
$$;

comment on function ref.staff_on is
    'One row per agent with a staff record effective on or before that business day: the record as of then.';
