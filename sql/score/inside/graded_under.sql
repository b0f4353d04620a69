create or replace function score.graded_under(for_month date, for_scheme text, for_version integer, leads score.person[], best_first text[],
                                              touched text[] default null, with_kept boolean default false)
returns table (agent text, team text, total numeric, grade text, rank integer, reached text, barred text, why text)
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
set jit = off
set work_mem = '128MB'
as $$
declare
    points constant score.point[] := array(select p from score.points(for_month, for_scheme, for_version, case when with_kept then '{}' else touched end) p);
    people constant score.person[] := array(
        select row(s.*, null)::score.person
          from score.standings(for_month, for_scheme, for_version, array(select distinct p.agent from unnest(points) p), touched) s);
begin
    return query
    select g.*
      from score.grades(points, case when cardinality(leads) > 0
                                     then score.lead_grades(for_month, people, array(select l.agent from unnest(leads) l),
                                                            array(select case when l.barred is distinct from 'role' then l.team end from unnest(leads) l),
                                                            array(select l.lead_grade from unnest(leads) l), best_first)
                                     else people end, for_scheme, for_version) g;
end $$;

comment on function score.graded_under(date, text, integer, score.person[], text[], text[], boolean) is
    'The part of score.graded for a scheme''s own people. leads: whom the leads'' scheme grades, with their grades (lead_grade); NULL: the '
    'grades depend on no lead''s. best_first: the grades of that scheme in order. touched: as in score.points. with_kept: the points that are '
    'kept are everybody''s, the touched ones'' too.';
