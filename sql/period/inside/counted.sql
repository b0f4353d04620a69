create or replace function period.counted(of_period text, for_scheme text, for_version integer, agents text[], grades text[])
returns table (agent text, grade text, counts_as text, evidence bigint)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with rule as materialized (  -- one row, if the scheme looks at evidence
        select s.document -> 'evidence' as evidence,
               array(select g.grade from score.grade g where g.scheme = for_scheme and g.version = for_version order by g.position) as best_first
          from score.scheme s
         where s.scheme = for_scheme and s.version = for_version and s.document #> '{evidence,without}' is not null
           and score.asks(s.document, period.grain_of(of_period), 'evidence')
    ), proven as materialized (  -- one row per agent
        select p.agent, array_agg(p.grade) as grades, array_agg(p.evidence) as ids
          from rule r
         cross join lateral period.proofs(of_period, r.evidence -> 'items') p
         group by p.agent
    )
    select g.agent, g.grade, period.counted_grade(g.grade, r.best_first, r.evidence, p.grades), p.ids[array_position(p.grades, g.grade)]
      from rule r
     cross join lateral unnest(agents, grades) as g(agent, grade)
      left join proven p on p.agent = g.agent
     where r.evidence -> 'grades' ? g.grade
$$;

comment on function period.counted(text, text, integer, text[], text[]) is
    'One row per given agent and grade of a month or term that needs evidence by this version of the scheme: what it counts as '
    '(period.counted_grade), and the evidence of it (NULL: there is none).';
