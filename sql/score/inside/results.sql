-- A leads' scheme that is in force itself is scored once.

create or replace function score.results(for_month date, touched text[] default null, with_kept boolean default false)
returns table (scope text, agent text, scheme text, total numeric, grade text, rank integer,
               reached text, barred text, why text)
language plpgsql stable cost 100000 rows 200
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    return query
    with scheme as materialized (  -- whose document is unpacked once, not for each agent
        select f.scheme, f.version, s.document #>> '{ranking,scope}' as scope, s.document #>> '{shares_by_lead,scheme}' as leads
          from score.in_force(for_month) f
          join score.scheme s on s.scheme = f.scheme and s.version = f.version
    ), alone as materialized (  -- one row per agent and scheme whose grades depend on no other's
        select s.scope, s.scheme, g.*
          from scheme s
         cross join lateral score.graded_under(for_month, s.scheme, s.version, null, null, touched, with_kept) g
         where s.leads is null
    ), graded as (
        select a.* from alone a
        union all
        select s.scope, s.scheme, g.*
          from scheme s
          left join scheme l on l.scheme = s.leads and l.leads is null
         cross join lateral score.graded_under(
               for_month, s.scheme, s.version,
               array(select row(a.agent, a.team, a.barred, a.why, a.grade)::score.person from alone a where a.scheme = l.scheme),
               array(select d.grade from score.grade d where d.scheme = l.scheme and d.version = l.version order by d.position), touched,
               with_kept) g
         where s.leads is not null
    )
    select g.scope, g.agent, g.scheme, g.total, g.grade, g.rank, g.reached, g.barred, g.why
      from graded g
     order by g.scheme, g.rank, g.total desc nulls last, g.agent;
end $$;

comment on function score.results(date, text[], boolean) is
    'One row per agent and scheme in force in a month: what merit.score shows. why: a message of ref.say. touched: as in score.points. '
    'with_kept: as in score.graded_under.';
