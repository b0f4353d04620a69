create or replace function score.graded(for_month date, for_scheme text, for_version integer)
returns table (agent text, team text, total numeric, grade text, rank integer, reached text, barred text, why text)
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    points constant score.point[] := array(
        select row(p.*)::score.point from score.points(for_month, for_scheme, for_version) p);
    people constant score.person[] := array(
        select row(s.*)::score.person
          from score.standing(for_month, for_scheme, for_version, array(select distinct p.agent from unnest(points) p)) s);
begin
    return query
    select g.* from score.grades(points, people, for_scheme, for_version) g;
end $$;

comment on function score.graded(date, text, integer) is
    'One row per agent scored in the month by this version of the scheme, from live numbers, with the columns of '
    'score.grades.';
