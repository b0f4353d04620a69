create or replace function score.graded(for_month date, for_scheme text, for_version integer, leads_version integer default null,
                                        touched text[] default null)
returns table (agent text, team text, total numeric, grade text, rank integer, reached text, barred text, why text)
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    leads text := (select s.document #>> '{shares_by_lead,scheme}' from score.scheme s
                    where s.scheme = for_scheme and s.version = for_version);
begin
    leads_version := coalesce(leads_version, (select f.version from score.in_force(for_month) f where f.scheme = leads));
    leads := (select v.scheme from score.scheme v
               where v.scheme = leads and v.version = leads_version and not v.document ? 'shares_by_lead');
    return query
    select g.*
      from score.graded_under(
               for_month, for_scheme, for_version,
               array(select row(l.agent, l.team, l.barred, l.why, l.grade)::score.person
                       from score.graded_under(for_month, leads, leads_version, null, null, touched) l where leads is not null),
               array(select l.grade from score.grade l where l.scheme = leads and l.version = leads_version order by l.position), touched) g;
end $$;

comment on function score.graded(date, text, integer, integer, text[]) is
    'One row per agent scored in the month by this version of the scheme, from live numbers, with the columns of '
    'score.grades. leads_version: of the scheme by which leads are graded, where shares of grades depend on that; NULL: the one in '
    'force; 0: none. touched: as in score.points.';
