create or replace function merit.own_term_scores(of_term text)
returns table (scope text, agent text, name text, team text, scheme text, total numeric, grade text, rank integer, reached text, barred text, why text, parts integer)
language sql stable security definer cost 100000 rows 5
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with caller as materialized (  -- one row
        select s.everybody, case when not s.everybody then merit.visible_agents() end as agents
          from merit.sees_all() as s(everybody)
    ), scheme as materialized (
        select f.scheme, f.version, s.document #>> '{ranking,scope}' as scope, t.until
          from period.terms() t
         cross join lateral score.term_schemes((t.until - interval '1 month')::date, t.grain) f
          join score.scheme s on s.scheme = f.scheme and s.version = f.version
         where t.term = of_term
    )
    select s.scope, g.agent, p.name, g.team, s.scheme, g.total, g.grade, g.rank, g.reached, g.barred, ref.said(g.why), g.parts
      from scheme s
     cross join lateral period.term_graded(of_term, s.scheme, s.version) g
     cross join caller c
      left join ref.staff_on(least(s.until - 1, ref.day_of(merit.now()))) p on p.agent = g.agent
     where c.everybody or g.agent = any (c.agents)
$$;

comment on function merit.own_term_scores(text) is 'What merit.own_term_score shows the caller for a term.';
