-- Twelve decimals remove the last digits of the division, so that 30 × (260 / 3) is 2600 again and a value on an edge stays on
-- it. Joined by places: to compare agents and leaves took longer than all the rest.

create or replace function score.mark_series(of_period text, leaves jsonb[], subjects score.subject[])
returns setof score.series
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_custom_plan
set work_mem = '128MB'
set enable_mergejoin = off
as $$
declare
    few constant text[] := case when cardinality(subjects) <= 500 then array(select s.agent from unnest(subjects) s) end;
begin
    return query
    with asked as materialized (  -- one row per leaf and role
        select l.i, l.leaf ->> 'marks' as indicator, r.role, (l.leaf -> 'roles' -> r.role)::numeric as weight,
               coalesce((l.leaf -> 'marks_needed')::integer, 1) as needed
          from unnest(leaves) with ordinality as l(leaf, i)
         cross join lateral jsonb_object_keys((l.leaf -> 'roles') - 'comment') as r(role)
         where l.leaf ->> 'points_of' = 'mean'
    ), mark as materialized (  -- one row per agent, indicator and role
        select s.place, m.indicator, m.role, avg(m.points) as mark, count(*) as marks
          from fact.last_mark m
          join unnest(subjects) with ordinality as s(agent, team, place) on s.agent = m.agent
         where m.period = of_period and m.indicator = any (array(select a.indicator from asked a)) and (few is null or m.agent = any (few))
         group by s.place, m.indicator, m.role
    ), series as (  -- one row per leaf and agent with enough marks
        select a.i, m.place, trim_scale(round(sum(a.weight * m.mark) / sum(a.weight), 12)) as mark
          from asked a
          join mark m on m.indicator = a.indicator and m.role = a.role
         group by a.i, m.place
        having sum(m.marks) >= min(a.needed)
    )
    select leaves[a.i], array_agg(x.mark order by p.place)
      from (select distinct d.i from asked d) a
     cross join generate_series(1, cardinality(subjects)) as p(place)
      left join series x on x.i = a.i and x.place = p.place
     group by a.i;
end $$;

comment on function score.mark_series(text, jsonb[], score.subject[]) is
    'The part of score.amounts for people''s marks: the mean of the marks per role, weighed by role. Who has fewer marks than '
    'marks_needed has none. Not for points_of each: score.mark_verdicts.';
