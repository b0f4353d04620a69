create or replace function period.term_results_now(of_term text, schemes_in_force boolean) returns setof period.term_result
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    return query
    with graded as materialized (  -- one row per scheme and agent
        select n.scheme, n.version, s.document #>> '{ranking,scope}' as scope, g.*
          from period.next_term_schemes(of_term, schemes_in_force) n
          join score.scheme s on s.scheme = n.scheme and s.version = n.version
         cross join lateral period.term_graded(of_term, n.scheme, n.version, true) g
    ), counted as materialized (  -- one row per scheme and agent whose grade needs evidence
        select s.scheme, c.agent, c.counts_as, c.evidence
          from (select g.scheme, g.version, array_agg(g.agent order by g.agent) as agents, array_agg(g.grade order by g.agent) as grades
                  from graded g group by g.scheme, g.version) s
         cross join lateral period.counted(of_term, s.scheme, s.version, s.agents, s.grades) c
    )
    select r.*
      from graded g
      left join counted c on c.scheme = g.scheme and c.agent = g.agent
     cross join lateral jsonb_populate_record(null::period.term_result, to_jsonb(g) || jsonb_build_object(
           'term', of_term, 'grade', coalesce(c.counts_as, g.grade),
           'graded', case when c.counts_as <> g.grade then g.grade end, 'evidence', c.evidence)) r;
end $$;

comment on function period.term_results_now(text, boolean) is
    'What period.freeze_term would freeze of a term''s results now, by the schemes of period.next_term_schemes: but names and reasons.';
