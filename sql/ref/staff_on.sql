-- Each member of a record keeps the last value that was given, in event order. An agent who left is back after joining on a
-- later day than the day of leaving, or after a later status other than left.

create or replace function ref.staff_on(as_of date, among text[] default null)
returns table (agent text, name text, employee text, team text, role text, lead text, status text,
               joined date, "left" date)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    with record as materialized (
        select e.*, count(*) over (partition by e.agent) as records
          from fact.agent_event e
         where e.day <= as_of and (among is null or e.agent = any (among))
    ), kept as (
        select r.agent, r.name, r.employee, r.team, r.role, r.lead, r.status, case when r.status is not null then r.at end as status_at,
               case when r.status is not null then r.day end as status_day, r.joined, case when r.joined is not null then r.at end as joined_at,
               r."left"
          from record r where r.records = 1  -- nearly all
        union all
        select e.agent,
               (array_agg(e.name     order by e.at desc, e.hash desc) filter (where e.name is not null))[1],
               (array_agg(e.employee order by e.at desc, e.hash desc) filter (where e.employee is not null))[1],
               (array_agg(e.team     order by e.at desc, e.hash desc) filter (where e.team is not null))[1],
               (array_agg(e.role     order by e.at desc, e.hash desc) filter (where e.role is not null))[1],
               (array_agg(e.lead     order by e.at desc, e.hash desc) filter (where e.lead is not null))[1],
               (array_agg(e.status   order by e.at desc, e.hash desc) filter (where e.status is not null))[1],
               max(e.at) filter (where e.status is not null),
               max(e.day) filter (where e.status is not null),
               (array_agg(e.joined   order by e.at desc, e.hash desc) filter (where e.joined is not null))[1],
               max(e.at) filter (where e.joined is not null),
               (array_agg(e."left"   order by e.at desc, e.hash desc) filter (where e."left" is not null))[1]
          from record e
         where e.records > 1
         group by e.agent
    )
    select k.agent, k.name, k.employee, k.team, k.role, k.lead,
           case when k.status <> 'left' or not (b.joined and k.joined_at > k.status_at) then k.status end,
           k.joined,
           case when not b.joined and (k.status = 'left' or k.status_day <= k."left") is not false then k."left" end
      from kept k
     cross join lateral (select coalesce(k.joined <= as_of and k.joined > coalesce(k."left", k.status_day), false) as joined) b;
end $$;

comment on function ref.staff_on(date, text[]) is
    'One row per agent with a staff record that is effective on or before the given business day: the record as of that '
    'day. among: of these agents alone; NULL: of all. left and the status left hold only until the agent is back.';
