-- One statement, and so one snapshot, as in period.freeze. Only what is closed is looked at of months and shorter terms.

create or replace function period.freeze_term(of_term text, of_revision integer, leader text, at timestamptz) returns period.term_closing
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    span    constant record := period.term_span(of_term);
    closing period.term_closing;
begin
    insert into period.term_part (term, revision, part, part_revision)
    select of_term, of_revision, u.part, period.part_closed(u.part)
      from period.parts_used(of_term, of_revision) u where period.part_closed(u.part) is not null;
    with chosen as materialized (  -- one row per scheme
        select f.scheme, f.version, s.document, s.document #> array['terms', span.grain] is not null as made_of_parts,
               array(select p from period.term_points(of_term, f.scheme, f.version, true) p) as points
          from period.term_scheme f
          join score.scheme s using (scheme, version)
         where f.term = of_term and f.revision = of_revision
    ), point as materialized (  -- one row per scheme, agent and indicator
        select c.scheme, i.* from chosen c cross join lateral unnest(c.points) i
    ), counting as materialized (  -- one row per scheme and agent
        select p.scheme, p.agent, count(p.points) as parts from point p group by p.scheme, p.agent
    ), graded as materialized (  -- one row per scheme and agent
        select c.scheme, c.document, c.made_of_parts, g.*
          from chosen c
         cross join lateral score.grades(c.points, array(
                   select t from period.term_standing(of_term, c.scheme, c.version,
                                                      array(select n.agent from counting n where n.scheme = c.scheme order by n.agent),
                                                      array(select n.parts from counting n where n.scheme = c.scheme order by n.agent)) t),
                   c.scheme, c.version) g
    ), counted as materialized (  -- one row per scheme and agent whose grade needs evidence
        select c.scheme, n.agent, n.counts_as, n.evidence
          from chosen c
         cross join lateral period.counted(of_term, c.scheme, c.version,
                   array(select g.agent from graded g where g.scheme = c.scheme order by g.agent),
                   array(select g.grade from graded g where g.scheme = c.scheme order by g.agent)) n
    ), indicator as (
        insert into period.term_indicator (term, revision, scheme, agent, indicator, position, value, points, weight, contribution, numbers,
                                           edge, next_edge, missing, brings)
        select of_term, of_revision, i.scheme, i.agent, i.indicator, i.position, i.value, i.points, i.weight, i.contribution, i.numbers,
               i.edge, i.next_edge, i.missing, i.brings
          from point i
    ), result as (
        insert into period.term_result (term, revision, scheme, agent, scope, team, name, employee, barred, total, grade, rank, reached, why, parts,
                                        graded, evidence)
        select of_term, of_revision, g.scheme, g.agent, g.document #>> '{ranking,scope}', g.team, w.name, w.employee, g.barred, g.total,
               coalesce(e.counts_as, g.grade), g.rank, g.reached, case when e.counts_as <> g.grade then 'evidence.missing' else g.why end,
               case when g.made_of_parts then n.parts end, case when e.counts_as <> g.grade then g.grade end, e.evidence
          from graded g
          join counting n on n.scheme = g.scheme and n.agent = g.agent
          left join counted e on e.scheme = g.scheme and e.agent = g.agent
          left join ref.staff_on(least(span.until - 1, ref.day_of(at))) w on w.agent = g.agent
    )
    select of_term, of_revision, at, leader, period.term_blockers(of_term, at, of_revision), period.term_warnings(of_term, of_revision, leader), period.term_input_hash(of_term, of_revision)
      into closing.term, closing.revision, closing.as_of, closing.scheme, closing.overridden, closing.accepted, closing.input_hash;

    select closing.overridden || coalesce(jsonb_agg(e.problem) filter (where e.stops), '[]'),
           closing.accepted || coalesce(jsonb_agg(e.problem) filter (where not e.stops), '[]')
      into closing.overridden, closing.accepted
      from period.evidence_problems(of_term, of_revision) e;
    return closing;
end $$;

comment on function period.freeze_term(text, integer, text, timestamptz) is
    'Writes what a term amounts to now, as a revision, with the schemes of period.term_scheme. Returns the closing, for period.shut_term: '
    'overridden holds every blocker that there is, accepted every warning.';
