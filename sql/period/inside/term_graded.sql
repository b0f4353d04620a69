create or replace function period.term_graded(of_term text, for_scheme text, for_version integer, closed_only boolean default false,
                                              known period.part_total[] default '{}')
returns table (agent text, team text, total numeric, grade text, rank integer, reached text, barred text, why text, parts integer)
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    points  constant score.point[] := array(select p from period.term_points(of_term, for_scheme, for_version, closed_only, known) p);
    made_of constant boolean := (select s.document #> array['terms', (period.term_span(of_term)).grain] is not null
                                   from score.scheme s where s.scheme = for_scheme and s.version = for_version);
begin
    return query
    with counted as materialized (
        select p.agent, count(p.points) as parts from unnest(points) p group by p.agent
    )
    select g.*, case when made_of then c.parts::integer end
      from score.grades(points, array(
               select s from period.term_standing(of_term, for_scheme, for_version, array(select n.agent from counted n order by n.agent),
                                                  array(select n.parts from counted n order by n.agent)) s), for_scheme, for_version) g
      join counted c on c.agent = g.agent;
end $$;

comment on function period.term_graded(text, text, integer, boolean, period.part_total[]) is
    'One row per agent whom this version of the scheme scores in a term, as it is now (closed_only: of closed months and terms alone), with the columns of score.grades. parts: how many '
    'months or shorter terms the total is made of; NULL where the scheme scores the term itself. known: as in period.term_points.';
