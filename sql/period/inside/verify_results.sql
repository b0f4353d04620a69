-- Months that an old version closed may lack the grade reached, and may have grades for agents without a rank.

create or replace function period.verify_results(for_month date, for_revision integer, for_scheme text, for_version integer)
returns table (agent text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with frozen as materialized (  -- one row per agent
        select r.* from period.result r
         where r.month = for_month and r.revision = for_revision and r.scheme = for_scheme
    ), graded as (  -- one row per agent
        select g.*, s.document
          from score.scheme s
         cross join lateral score.grades(
                   array(select row(i.agent, i.position, i.indicator, i.value, i.points, i.weight, n.better,
                                    i.numbers, i.edge, i.next_edge, i.missing, i.brings, i.contribution,
                                    score.worth(i.weight, n.out_of))::score.point
                           from period.indicator i
                           join score.indicator n on (n.scheme, n.version, n.indicator) = (for_scheme, for_version, i.indicator)
                          where i.month = for_month and i.revision = for_revision and i.scheme = for_scheme),
                   array(select row(f.agent, f.team, f.barred, f.why, f.lead_grade)::score.person from frozen f), for_scheme, for_version) g
         where s.scheme = for_scheme and s.version = for_version
    ), fresh as (  -- one row per agent
        select g.agent, g.total, g.grade, g.reached, g.rank, g.document #>> '{ranking,unranked}' as unranked, g.document -> 'evidence' as evidence,
               array(select l.grade from score.grade l where l.scheme = for_scheme and l.version = for_version order by l.position) as best_first,
               period.place_of(g.rank, min(g.rank) over grp, max(g.rank) over grp, count(g.rank) over grp,
                               (g.document #> '{rewards,min_ranked}')::integer) as place
          from graded g
        window grp as (partition by case when g.document #>> '{ranking,scope}' = 'team' then coalesce(g.team, '') end)
    )
    select agent
      from frozen f
      full join fresh x using (agent)
     where (f.total, f.rank, f.place) is distinct from (x.total, x.rank, x.place)
        or (f.rank is not null or x.unranked is not null) and (coalesce(f.graded, f.grade), coalesce(f.reached, x.reached)) is distinct from (x.grade, x.reached)
        or f.graded is null and x.evidence ? 'without' and x.evidence -> 'grades' ? f.grade and not exists (
               select from period.grade_evidence e where (e.id, e.month, e.agent, e.grade) = (f.evidence, for_month, f.agent, f.grade))
        or f.grade <> period.counted_grade(f.graded, x.best_first, x.evidence, array[f.grade])
$$;

comment on function period.verify_results(date, integer, text, integer) is
    'One row per agent whose frozen total, grade, rank or place does not follow from the frozen indicators, or whose grade '
    'needs evidence and neither has it nor counts as another.';
