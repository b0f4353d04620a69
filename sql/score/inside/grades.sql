-- Ranked agents have their grades first. Of those who are not ranked nobody takes a place from them, and nobody is graded better
-- than somebody ranked of the team who is not behind and misses no pass mark.

create or replace function score.grades(points score.point[], people score.person[], for_scheme text, for_version integer)
returns table (agent text, team text, total numeric, grade text, rank integer, reached text, barred text, why text)
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    document constant jsonb := (select s.document from score.scheme s where s.scheme = for_scheme and s.version = for_version);
    levels   constant score.grade[] := array(
        select g from score.grade g where g.scheme = for_scheme and g.version = for_version order by g.position);
    grades   constant text[] := array(select l.grade from unnest(levels) l order by l.position);
    by_team  constant boolean := document #>> '{ranking,scope}' = 'team';
    others   constant text := coalesce(document #>> '{ranking,unranked}', 'none');
    at_least constant integer := coalesce((document #> '{caps,places_at_least}')::integer, 0);
    shares   constant jsonb := document -> 'shares_by_lead';
begin
    return query
    with by_threshold as materialized (  -- one row per agent
        select t.*, coalesce(t.team, '') as of_team from score.by_threshold(points, people, levels, by_team) t
    ), team as (  -- one row per team with ranked agents, in order of rank; agents without a team are one team
        select n.of_team, array_agg(n.agent order by n.rank, n.agent) as agents,
               array_agg(n.passed order by n.rank, n.agent) as natural_grades,
               array_agg(n.rank order by n.rank, n.agent) as ranks,
               count(*) as size, min(n.lead_grade) as lead_grade
          from by_threshold n where n.rank is not null group by n.of_team
    ), room as (  -- the same, with how many may have each grade, or it or a better one
        select t.*, score.places(levels, at_least, t.size) as places,
               score.firsts(levels, at_least, coalesce(shares #> array['shares', t.lead_grade], shares -> 'otherwise'), t.size) as firsts
          from team t
    ), granted as materialized (  -- the same, with who gets which
        select r.*, score.capped(r.natural_grades, r.ranks, r.places, r.firsts, array_fill(0, array[cardinality(levels)])) as grades
          from room r
    ), capped as materialized (  -- one row per ranked agent
        select u.agent, u.grade,
               case when u.grade <> u.passed
                    then score.cap_reason(levels[u.passed].least, g.places[u.passed], g.firsts[u.passed],
                                          cardinality(array_positions(g.grades, u.passed)), g.size, g.lead_grade, levels[u.passed].share) end as why
          from granted g
         cross join lateral unnest(g.agents, g.grades, g.natural_grades) as u(agent, grade, passed)
    ), behind as (  -- one row per agent with a total; not_better: the worst grade of somebody ranked who is not behind and misses no pass mark
        select n.*, c.grade,
               max(c.grade) filter (where n.passed = n.reached) over (partition by n.of_team order by n.total desc) as not_better
          from by_threshold n
          left join capped c on c.agent = n.agent
         where n.total is not null and others = 'caps'
    ), other_team as (  -- as team, of those who are not ranked
        select b.of_team, array_agg(b.agent order by b.place, b.agent) as agents,
               array_agg(greatest(b.passed, b.not_better) order by b.place, b.agent) as natural_grades,
               array_agg(b.place order by b.place, b.agent) as ranks
          from behind b where b.rank is null group by b.of_team
    ), fitted as (  -- one row per agent who is not ranked, where the caps hold for them too
        select u.agent, u.grade
          from other_team t
          left join granted g on g.of_team = t.of_team
         cross join lateral unnest(t.agents, score.capped(
               t.natural_grades, t.ranks, coalesce(g.places, score.places(levels, at_least, 0)),
               coalesce(g.firsts, score.firsts(levels, at_least, null, 0)),
               array(select coalesce(cardinality(array_positions(g.grades, l.position::integer)), 0) from unnest(levels) l order by l.position)
               )) as u(agent, grade)
    )
    select n.agent, n.team, n.total, grades[x.grade], n.rank, grades[case when x.grade is not null then n.reached end], n.barred,
           coalesce(n.why, c.why)
      from by_threshold n
      left join capped c on c.agent = n.agent
      left join fitted f on f.agent = n.agent
     cross join lateral (select coalesce(c.grade, f.grade, case when n.rank is null and others = 'thresholds' then n.passed end) as grade) x;
end $$;

comment on function score.grades(score.point[], score.person[], text, integer) is
    'One row per agent with points, live or frozen, by this version of the scheme: the total; for ranked agents also the '
    'rank, the grade that the total reached, and the grade under the caps of the team. An agent who is not ranked takes no place, and '
    'has a grade where ranking.unranked says so. barred: what bars the agent from a rank. why: that, or what keeps the agent from '
    'the grade reached, as a message of ref.say.';
