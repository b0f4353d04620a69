-- Twelve decimals remove the last digits of the division, so that 30 × (260 / 3) is 2600 again and a value on an edge stays on
-- it.

create or replace function score.mark_series(of_period text, leaves jsonb[], subjects score.subject[])
returns setof score.series
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with by_role as (  -- one row per leaf, agent and role
        select l.leaf, m.agent, (l.leaf -> 'roles' -> m.role)::numeric as weight, avg(m.points) as mark, count(*) as marks
          from unnest(leaves) as l(leaf)
          join fact.last_mark m on l.leaf ->> 'points_of' = 'mean' and m.period = of_period and m.indicator = l.leaf ->> 'marks'
                               and l.leaf -> 'roles' ? m.role
         group by l.leaf, m.agent, m.role
    ), by_agent as (
        select r.leaf, r.agent, trim_scale(round(sum(r.weight * r.mark) / sum(r.weight), 12)) as mark
          from by_role r
         group by r.leaf, r.agent
        having sum(r.marks) >= coalesce((r.leaf -> 'marks_needed')::integer, 1)
    )
    select l.leaf, array_agg(a.mark order by s.place)
      from unnest(leaves) as l(leaf)
     cross join unnest(subjects) with ordinality as s(agent, team, place)
      left join by_agent a on a.leaf = l.leaf and a.agent = s.agent
     where l.leaf ->> 'points_of' = 'mean'
     group by l.leaf
$$;

comment on function score.mark_series(text, jsonb[], score.subject[]) is
    'The part of score.amounts for people''s marks: the mean of the marks per role, weighed by role. Who has fewer marks than '
    'marks_needed has none. Not for points_of each: score.mark_verdicts.';
