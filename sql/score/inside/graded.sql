create or replace function score.graded(for_month date, for_scheme text, for_version integer, leads_version integer default null)
returns table (agent text, team text, total numeric, grade text, rank integer, reached text, barred text, why text)
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    points constant score.point[] := array(
        select row(p.*)::score.point from score.points(for_month, for_scheme, for_version) p);
    leads  constant text := (select s.document #>> '{shares_by_lead,scheme}' from score.scheme s
                              where s.scheme = for_scheme and s.version = for_version);
    people constant score.person[] := array(
        select row(s.*, null)::score.person
          from score.standing(for_month, for_scheme, for_version, array(select distinct p.agent from unnest(points) p)) s);
    led    score.person[];
begin
    if leads is not null then
        select score.lead_grades(for_month, people, array_agg(g.agent),
                                 array_agg(case when g.barred is distinct from 'role' then g.team end), array_agg(g.grade),
                                 array(select l.grade from score.grade l where l.scheme = v.scheme and l.version = v.version order by l.position))
          into led
          from score.scheme v
         cross join lateral score.graded(for_month, v.scheme, v.version) g
         where v.scheme = leads and not v.document ? 'shares_by_lead'
           and v.version = coalesce(leads_version, (select f.version from score.in_force(for_month) f where f.scheme = leads))
         group by v.scheme, v.version;
    end if;
    return query
    select g.* from score.grades(points, coalesce(led, people), for_scheme, for_version) g;
end $$;

comment on function score.graded(date, text, integer, integer) is
    'One row per agent scored in the month by this version of the scheme, from live numbers, with the columns of '
    'score.grades. leads_version: of the scheme by which leads are graded, where shares of grades depend on that; NULL: the one in '
    'force; 0: none.';
