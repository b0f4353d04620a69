-- One statement, and so one snapshot: marks, targets, tallies and staff records that arrive meanwhile are in everything that
-- is frozen, or in nothing of it, and so are the warnings and exclusions that the closing lists. The settler's lock keeps the
-- roll-ups unchanged. Every function called here is stable, so it sees what this statement sees. The row in period.closing
-- is written later; after it nothing can be added to the revision.

create or replace function period.freeze(
    for_month date, for_revision integer, paying text, at timestamptz, dirty_mark bigint
) returns period.closing
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    staff_day date := score.staff_day(for_month);
    closing   period.closing;
begin
    with chosen as materialized (  -- one row per scheme
        select f.scheme, f.version, s.document
          from period.closing_scheme f
          join score.scheme s using (scheme, version)
         where f.month = for_month and f.revision = for_revision
    ), point as materialized (  -- one row per scheme, agent and indicator
        select c.scheme, p.agent, p as point
          from chosen c
         cross join lateral score.points(for_month, c.scheme, c.version) p
    ), person as materialized (  -- one row per scheme and agent
        select c.scheme, t.*
          from chosen c
         cross join lateral score.standing(for_month, c.scheme, c.version,
                                           array(select distinct p.agent from point p where p.scheme = c.scheme)) t
    ), metric as (
        insert into period.metric (month, revision, agent, metric, value)
        select for_month, for_revision, m.agent, m.metric, m.value
          from merit.agent_month_metric m where m.month = for_month
    ), indicator as (
        insert into period.indicator (month, revision, scheme, agent, indicator, position, value, points, weight,
                                      contribution, numbers, edge, next_edge, missing, brings)
        select for_month, for_revision, p.scheme, i.agent, i.indicator, i.position, i.value, i.points, i.weight,
               i.contribution, i.numbers, i.edge, i.next_edge, i.missing, i.brings
          from point p
         cross join lateral (select (p.point).*) i
    ), alone as materialized (  -- one row per scheme whose grades follow from no other's, and agent
        select c.scheme, c.document, g.*, null::text as lead_grade
          from chosen c
         cross join lateral score.grades(
                   array(select p.point from point p where p.scheme = c.scheme),
                   array(select row(t.agent, t.team, t.barred, t.why, null)::score.person from person t where t.scheme = c.scheme),
                   c.scheme, c.version) g
         where not c.document ? 'shares_by_lead'
    ), led as materialized (  -- one row per scheme whose shares of grades depend on those of leads: whom it scores
        select c.scheme, c.version, c.document, score.lead_grades(
                   for_month, array(select row(t.agent, t.team, t.barred, t.why, null)::score.person from person t where t.scheme = c.scheme),
                   array(select a.agent from alone a where a.scheme = l.scheme order by a.agent),
                   array(select case when a.barred is distinct from 'role' then a.team end from alone a where a.scheme = l.scheme order by a.agent),
                   array(select a.grade from alone a where a.scheme = l.scheme order by a.agent),
                   array(select g.grade from score.grade g where g.scheme = l.scheme and g.version = l.version order by g.position)) as people
          from chosen c
          left join chosen l on l.scheme = c.document #>> '{shares_by_lead,scheme}'
         where c.document ? 'shares_by_lead'
    ), graded as (  -- one row per scheme and agent
        select a.* from alone a
        union all
        select l.scheme, l.document, g.*, p.lead_grade
          from led l
         cross join lateral score.grades(array(select p.point from point p where p.scheme = l.scheme), l.people, l.scheme, l.version) g
          join unnest(l.people) p on p.agent = g.agent
    ), counted as materialized (  -- one row per scheme and agent whose grade needs evidence
        select c.scheme, n.agent, n.counts_as, n.evidence
          from chosen c
         cross join lateral period.counted(period.month_name(for_month), c.scheme, c.version,
                   array(select g.agent from graded g where g.scheme = c.scheme order by g.agent),
                   array(select g.grade from graded g where g.scheme = c.scheme order by g.agent)) n
    ), result as (
        insert into period.result (month, revision, scheme, agent, scope, team, name, employee, barred, total, grade,
                                   rank, reached, why, lead_grade, graded, evidence, place)
        select for_month, for_revision, g.scheme, g.agent, g.document #>> '{ranking,scope}', g.team, w.name, w.employee,
               g.barred, g.total, coalesce(n.counts_as, g.grade), g.rank, g.reached,
               case when n.counts_as <> g.grade then 'evidence.missing' else g.why end, g.lead_grade,
               case when n.counts_as <> g.grade then g.grade end, n.evidence,
               period.place_of(g.rank, min(g.rank) over grp, max(g.rank) over grp, count(g.rank) over grp,
                               (g.document #> '{rewards,min_ranked}')::integer)
          from graded g
          left join ref.staff_on(staff_day) w using (agent)
          left join counted n on n.scheme = g.scheme and n.agent = g.agent
        window grp as (partition by g.scheme,
                       case when g.document #>> '{ranking,scope}' = 'team' then coalesce(g.team, '') end)
    )
    select for_month, for_revision, at, paying, period.final_from(for_month), period.complete_up_to(),
           period.blockers(for_month, at, dirty_mark),
           period.warnings(for_month, case when for_revision = 0 then array(
               select row(c.scheme, c.version, t.agent)::score.candidate
                 from person t join chosen c on c.scheme = t.scheme where t.barred is null) end),
           to_jsonb(ref.rules_on(for_month)),
           fact.exclusions_active(), period.input_hash(for_month)
      into closing.month, closing.revision, closing.as_of, closing.scheme, closing.final_from, closing.complete_up_to,
           closing.overridden, closing.accepted, closing.rules, closing.exclusions, closing.input_hash;

    select closing.overridden || coalesce(jsonb_agg(e.problem) filter (where e.stops), '[]'),
           closing.accepted || coalesce(jsonb_agg(e.problem) filter (where not e.stops), '[]')
      into closing.overridden, closing.accepted
      from period.evidence_problems(period.month_name(for_month), for_revision) e;
    insert into period.streak
    select k.* from period.streaks_after(for_month, for_revision, paying,
                                         array(select b from period.streaks_before(for_month) b)) k;
    return closing;
end $$;

comment on function period.freeze(date, integer, text, timestamptz, bigint) is
    'Writes what a month amounts to now, as a revision, with the schemes of period.closing_scheme. paying: the scheme '
    'whose streaks count. Returns the closing, for period.shut: overridden holds every blocker that there is (dirty rows '
    'only up to dirty_mark), accepted every warning.';
