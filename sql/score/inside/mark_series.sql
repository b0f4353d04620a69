-- Twelve decimals remove the last digits of the division, so that 30 × (260 / 3) is 2600 again and a value on an edge stays on
-- it. Joined by places: to compare agents and leaves took longer than all the rest. Sorted by one number and not hashed: a mean that is being
-- made takes half a kilobyte, and nearly every mark is one of its own. The mean of a leaf's only role is that of the leaf.

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
    month constant date := to_date(case when of_period ~ '^\d{4}-\d\d$' then of_period end, 'YYYY-MM');
    size  constant bigint := cardinality(subjects);
    few   constant text[] := case when size <= 500 then array(select s.agent from unnest(subjects) s) end;
begin
    return query
    with asked as materialized (  -- one row per leaf and role
        select l.i, row_number() over () as n, count(*) over (partition by l.i) as roles, l.leaf ->> 'marks' as indicator, r.role,
               (l.leaf -> 'roles' -> r.role)::numeric as weight, coalesce((l.leaf -> 'marks_needed')::integer, 1) as needed
          from unnest(leaves) with ordinality as l(leaf, i)
         cross join lateral jsonb_object_keys((l.leaf -> 'roles') - 'comment') as r(role)
         where l.leaf ->> 'points_of' = 'mean'
    ), role_mean as materialized (  -- one row per leaf, role and agent: key is n × size + place, from 0
        select k.key / size as n, k.key % size + 1 as place, avg(k.points) as mark, count(*) as marks
          from (select a.n * size + s.place - 1 as key, m.points
                  from fact.last_mark m
                  join asked a on a.indicator = m.indicator and a.role = m.role
                  join unnest(subjects) with ordinality as s(agent, team, place) on s.agent = m.agent
                 where m.period = of_period and (few is null or m.agent = any (few))) k
         group by k.key
    ), given as materialized (  -- one row per leaf and agent
        select a.i, m.place, m.mark, m.marks, a.needed
          from asked a join role_mean m on m.n = a.n
         where a.roles = 1
        union all
        select a.i, m.place, sum(a.weight * m.mark) / sum(a.weight), sum(m.marks), min(a.needed)
          from asked a join role_mean m on m.n = a.n
         where a.roles > 1
         group by a.i, m.place
    ), short as materialized (  -- one row per agent with too few marks for a sample
        select s.agent, s.place
          from unnest(subjects) with ordinality as s(agent, team, place)
         where month is not null and s.place in (select g.place from given g where g.marks < g.needed)
    ), mean as (  -- one row per leaf and agent with enough marks
        select g.i, g.place, g.mark from given g where g.marks >= g.needed
        union all
        select g.i, g.place, g.mark
          from rollup.conversations(month, array(select s.agent from short s)) c
          join short s on s.agent = c.agent
          join given g on g.place = s.place
         where g.marks < g.needed and g.marks >= c.conversations
    ), found as materialized (  -- one row per leaf with any
        select m.i, array_agg(m.place) as places, array_agg(trim_scale(round(m.mark, 12))) as means
          from (select * from mean order by mean.i, mean.place) m
         group by m.i
    )
    select l.leaf, case when cardinality(f.means) = size then f.means
                        else array(select x.mean
                                     from generate_series(1, size) as p(place)
                                     left join unnest(f.places, f.means) as x(place, mean) on x.place = p.place
                                    order by p.place) end
      from unnest(leaves) with ordinality as l(leaf, i)
      left join found f on f.i = l.i
     where l.leaf ->> 'points_of' = 'mean';
end $$;

comment on function score.mark_series(text, jsonb[], score.subject[]) is
    'The part of score.amounts for people''s marks: the mean of the marks per role, weighed by role. Who has fewer marks than '
    'marks_needed, or in a month than conversations (rollup.conversations) if those are fewer, has none. Not for points_of each: score.mark_verdicts.';
