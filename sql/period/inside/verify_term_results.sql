create or replace function period.verify_term_results(of_term text, of_revision integer, for_scheme text, for_version integer)
returns table (agent text)
language sql stable
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
as $$
    with made_of as materialized (  -- one row; NULL: the scheme scores the term itself
        select s.document #> array['terms', (period.term_span(of_term)).grain] as terms
          from score.scheme s where s.scheme = for_scheme and s.version = for_version
    ), asked as materialized (  -- one row
        select case when score.asks(s.document, period.grain_of(of_term), 'evidence') then s.document -> 'evidence' end as evidence,
               array(select l.grade from score.grade l where l.scheme = for_scheme and l.version = for_version order by l.position) as best_first
          from score.scheme s where s.scheme = for_scheme and s.version = for_version
    ), frozen as materialized (
        select r.* from period.term_result r where r.term = of_term and r.revision = of_revision and r.scheme = for_scheme
    ), point as materialized (
        select i.*, count(i.points) over (partition by i.agent) as counted
          from period.term_indicator i where i.term = of_term and i.revision = of_revision and i.scheme = for_scheme
    ), fresh as (
        select g.*
          from score.grades(
                   array(select row(p.agent, p.position, p.indicator, p.value, p.points, p.weight, coalesce(n.better, 'higher'), p.numbers, p.edge,
                                    p.next_edge, p.missing, p.brings, p.contribution,
                                    case when m.terms is null then score.worth(p.weight, n.out_of)
                                         when m.terms ->> 'by' = 'sum' then greatest(p.counted, 1) else 1 end)::score.point
                           from point p
                          cross join made_of m
                           left join score.indicator n on m.terms is null and (n.scheme, n.version, n.indicator) = (for_scheme, for_version, p.indicator)),
                   array(select row(f.agent, f.team, f.barred, f.why, null)::score.person from frozen f), for_scheme, for_version) g
    )
    select agent
      from frozen f
      full join fresh x using (agent)
     cross join asked a
     where (f.total, f.rank, coalesce(f.graded, f.grade), f.reached) is distinct from (x.total, x.rank, x.grade, x.reached)
        or f.graded is null and a.evidence ? 'without' and a.evidence -> 'grades' ? f.grade and not exists (
               select from period.grade_evidence e where (e.id, e.term, e.agent, e.grade) = (f.evidence, of_term, f.agent, f.grade))
        or f.grade <> period.counted_grade(f.graded, a.best_first, a.evidence, array[f.grade])
$$;

comment on function period.verify_term_results(text, integer, text, integer) is
    'One row per agent whose frozen total, grade or rank in a term does not follow from the frozen indicators, or whose grade '
    'needs evidence and neither has it nor counts as another.';
