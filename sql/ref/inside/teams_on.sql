create or replace function ref.teams_on(agents text[], days date[]) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with asked as (  -- one row per agent and day, however often they are asked for
        select distinct a.agent, a.day from unnest(agents, days) a(agent, day)
    ), team as materialized (
        select a.agent, a.day,
               (select e.team from fact.agent_event e
                 where e.agent = a.agent and e.day <= a.day and e.team is not null
                 order by e.at desc, e.hash desc limit 1) as team
          from asked a
    )
    select array(select t.team
                   from unnest(agents, days) with ordinality as a(agent, day, place)
                   left join team t on t.agent = a.agent and t.day = a.day
                  order by a.place)
$$;

comment on function ref.teams_on(text[], date[]) is
    'Of many agents and business days at once: the team that the staff record in force on the day names (as ref.staff_on), in '
    'the same places; NULL when it names none. Whose service hours count for a question of that day: for ref.counted_waits.';
