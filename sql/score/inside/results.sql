create or replace function score.results(for_month date)
returns table (scope text, agent text, scheme text, total numeric, grade text, rank integer,
               reached text, barred text, why text)
language plpgsql stable cost 100000 rows 200
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    return query
    with scheme as materialized (  -- whose document is unpacked once, not for each agent
        select f.scheme, f.version, s.document #>> '{ranking,scope}' as scope
          from score.in_force(for_month) f
          join score.scheme s on s.scheme = f.scheme and s.version = f.version
    )
    select s.scope, g.agent, s.scheme, g.total, g.grade, g.rank, g.reached, g.barred, g.why
      from scheme s
     cross join lateral score.graded(for_month, s.scheme, s.version) g
     order by s.scheme, g.rank, g.total desc nulls last, g.agent;
end $$;

comment on function score.results(date) is
    'One row per agent and scheme in force in a month: what merit.score shows. why: a message of ref.say.';
