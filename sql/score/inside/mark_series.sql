-- Twelve decimals remove the last digits of the division, so that 30 × (260 / 3) is 2600 again and a value on an edge stays on
-- it. Joined by places: to compare agents and leaves took longer than all the rest. Sorted by numbers and not hashed by words: a mean that is being
-- made takes half a kilobyte, and nearly every mark is one of its own.

create or replace function score.mark_series(of_period text, leaves jsonb[], subjects score.subject[])
returns setof score.series
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_custom_plan
set work_mem = '128MB'
set enable_mergejoin = off
set enable_hashagg = off
as $$
declare
    month   constant date := to_date(case when of_period ~ '^\d{4}-\d\d$' then of_period end, 'YYYY-MM');
    few     constant text[] := case when cardinality(subjects) <= 500 then array(select s.agent from unnest(subjects) s) end;
    numbers bigint[];
    places  bigint[];
    means   numeric[];
begin
    with asked as materialized (  -- one row per leaf and role
        select l.i, row_number() over () as n, l.leaf ->> 'marks' as indicator, r.role, (l.leaf -> 'roles' -> r.role)::numeric as weight,
               coalesce((l.leaf -> 'marks_needed')::integer, 1) as needed
          from unnest(leaves) with ordinality as l(leaf, i)
         cross join lateral jsonb_object_keys((l.leaf -> 'roles') - 'comment') as r(role)
         where l.leaf ->> 'points_of' = 'mean'
    ), mark as (  -- one row per leaf, agent and role
        select a.i, s.place, a.weight, a.needed, avg(m.points) as mark, count(*)::integer as marks
          from fact.last_mark m
          join asked a on a.indicator = m.indicator and a.role = m.role
          join unnest(subjects) with ordinality as s(agent, team, place) on s.agent = m.agent
         where m.period = of_period and (few is null or m.agent = any (few))
         group by a.i, s.place, a.n, a.weight, a.needed
    ), given as materialized (  -- one row per leaf and agent
        select m.i, m.place, trim_scale(round(sum(m.weight * m.mark) / sum(m.weight), 12)) as mark, sum(m.marks) as marks, min(m.needed) as needed
          from mark m
         group by m.i, m.place
    ), had as materialized (  -- one row per agent with too few marks for a sample
        select c.agent, c.conversations
          from rollup.conversations(month, array(
               select distinct (subjects[g.place]).agent from given g where g.marks < g.needed and month is not null)) c
    ), series as (  -- one row per leaf and agent with enough marks
        select g.i, g.place, g.mark
          from given g
          left join had h on h.agent = (subjects[g.place]).agent
         where g.marks >= least(g.needed, h.conversations)
    )
    select array_agg(s.i), array_agg(s.place), array_agg(s.mark) into numbers, places, means from series s;
    return query  -- from arrays: the planner takes what it cannot count for one row, and would look through all of it for each agent and leaf
    select leaves[l.i], array_agg(x.mean order by p.place)
      from unnest(leaves) with ordinality as l(leaf, i)
     cross join generate_series(1, cardinality(subjects)) as p(place)
      left join unnest(numbers, places, means) as x(i, place, mean) on x.i = l.i and x.place = p.place
     where l.leaf ->> 'points_of' = 'mean'
     group by l.i;
end $$;

comment on function score.mark_series(text, jsonb[], score.subject[]) is
    'The part of score.amounts for people''s marks: the mean of the marks per role, weighed by role. Who has fewer marks than '
    'marks_needed, or in a month than conversations (rollup.conversations) if those are fewer, has none. Not for points_of each: score.mark_verdicts.';
