create or replace function score.grades(points score.point[], people score.person[], for_scheme text, for_version integer)
returns table (agent text, team text, total numeric, grade text, rank integer, reached text, barred text, why text)
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    by_team         constant boolean := (
        select s.document #>> '{ranking,scope}' = 'team' from score.scheme s
         where s.scheme = for_scheme and s.version = for_version);
    grades          constant text[] := array(
        select g.grade from score.grade g
         where g.scheme = for_scheme and g.version = for_version order by g.position);
    thresholds      constant numeric[] := array(
        select g.least from score.grade g
         where g.scheme = for_scheme and g.version = for_version order by g.position);
    shares          constant numeric[] := array(
        select g.share from score.grade g
         where g.scheme = for_scheme and g.version = for_version order by g.position);
    places_at_least constant integer := (
        select coalesce((s.document #> '{caps,places_at_least}')::integer, 0) from score.scheme s
         where s.scheme = for_scheme and s.version = for_version);
begin
    return query
    with by_threshold as (  -- one row per agent: the grade by threshold, as a position in the list
        select t.agent, t.team, t.barred, t.why, t.total, t.rank,
               (select min(l.i)::integer from unnest(thresholds) with ordinality as l(least, i)
                 where t.total >= coalesce(l.least, t.total)) as grade
          from score.ranked(points, people, by_team) t
    ), team as (  -- one row per team with ranked agents, in order of rank; agents without a team are one team
        select array_agg(n.agent order by n.rank, n.agent) as agents,
               array_agg(n.grade order by n.rank, n.agent) as natural_grades,
               array_agg(n.rank order by n.rank, n.agent) as ranks,
               count(*) as size
          from by_threshold n where n.rank is not null group by coalesce(n.team, '')
    ), room as (  -- the same, with how many may have each grade
        select t.*, array(select case when c.share is not null
                                      then greatest(places_at_least, floor(c.share * t.size)) end
                            from unnest(shares) with ordinality as c(share, i) order by c.i)::integer[] as places
          from team t
    ), granted as (  -- the same, with who gets which
        select r.*, score.capped(r.natural_grades, r.ranks, r.places) as grades from room r
    ), capped as (  -- one row per ranked agent
        select u.agent, u.grade, u.reached,
               case when u.grade <> u.reached
                    then score.cap_reason(thresholds[u.reached], g.places[u.reached],
                                          cardinality(array_positions(g.grades, u.reached)), g.size) end as why
          from granted g
         cross join lateral unnest(g.agents, g.grades, g.natural_grades) as u(agent, grade, reached)
    )
    select n.agent, n.team, n.total, grades[c.grade], n.rank, grades[c.reached], n.barred, coalesce(n.why, c.why)
      from by_threshold n
      left join capped c on c.agent = n.agent;
end $$;

comment on function score.grades(score.point[], score.person[], text, integer) is
    'One row per agent with points, live or frozen, by this version of the scheme: the total; for ranked agents also the '
    'rank, the grade that the total reached, and the grade under the caps of the team. An agent who is not ranked has no '
    'grade and takes no place. barred: what bars the agent from a rank. why: that, or what keeps the agent from the grade '
    'reached, as a message of ref.say.';
