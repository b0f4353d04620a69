create or replace function period.results_now(for_month date, for_scheme text, for_version integer, leads_version integer)
returns setof period.result
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    return query
    with scheme as materialized (  -- one row
        select s.document #>> '{ranking,scope}' as scope, (s.document #> '{rewards,min_ranked}')::integer as min_ranked
          from score.scheme s where s.scheme = for_scheme and s.version = for_version
    ), graded as materialized (  -- one row per agent
        select g.* from score.graded(for_month, for_scheme, for_version, leads_version) g
    ), counted as materialized (  -- one row per agent whose grade needs evidence
        select c.* from period.counted(period.month_name(for_month), for_scheme, for_version,
                                       array(select g.agent from graded g order by g.agent),
                                       array(select g.grade from graded g order by g.agent)) c
    ), result as (
        select g.*, s.scope, coalesce(n.counts_as, g.grade) as counts_as,
               period.place_of(g.rank, min(g.rank) over grp, max(g.rank) over grp, count(g.rank) over grp, s.min_ranked) as place
          from graded g
         cross join scheme s
          left join counted n on n.agent = g.agent
        window grp as (partition by case when s.scope = 'team' then coalesce(g.team, '') end)
    )
    select p.*
      from result r
     cross join lateral jsonb_populate_record(null::period.result, jsonb_build_object(
           'month', for_month, 'scheme', for_scheme, 'agent', r.agent, 'scope', r.scope, 'team', r.team, 'barred', r.barred,
           'total', r.total, 'grade', r.counts_as, 'rank', r.rank, 'place', r.place)) p;
end $$;

comment on function period.results_now(date, text, integer, integer) is
    'What period.freeze would freeze of one scheme''s results now, as far as money follows from it: scope, team, barred, total, grade (that '
    'counts), rank and place. leads_version: as of score.graded.';
