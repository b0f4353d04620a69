create or replace function score.totals(for_month date, for_scheme text, for_version integer)
returns table (agent text, team text, barred text, total numeric, rank integer)
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    by_team constant boolean := (select s.document #>> '{ranking,scope}' = 'team' from score.scheme as s
                                 where s.scheme = for_scheme and s.version = for_version);
begin
    return query
        with point as materialized (
            select p.* from score.points(for_month, for_scheme, for_version) as p
        ), summed as (  -- one row per agent; better orders equal totals: the greater array wins, and NULL never does
            select p.agent,
                   score.rounded_quotient(sum(p.weight * p.points),
                                          sum(p.weight) filter (where p.points is not null)) as total,
                   array_agg(coalesce(case p.better when 'higher' then p.value else - p.value end, '-Infinity')
                             order by p.position) as better
            from point as p
            group by p.agent
        ), judged as (
            select t.agent, g.team, g.barred, t.total, t.better, g.barred is null and t.total is not null as ranked
            from summed as t
            join score.standing(for_month, for_scheme, for_version, array(select s.agent from summed as s)) as g
                on g.agent = t.agent
        )
        select j.agent, j.team, j.barred, j.total,
               case when j.ranked then
                   rank() over (partition by j.ranked, case when by_team then coalesce(j.team, '') end
                                order by j.total desc, j.better desc)::integer
               end
        from judged as j;
end
$$;
comment on function score.totals(date, text, integer) is
    'One row per agent scored in the month by this version of the scheme: total of 100 (NULL when no indicator has '
    'points), rank (NULL: barred, by what barred says, or without a total). Full ties share a rank.';
