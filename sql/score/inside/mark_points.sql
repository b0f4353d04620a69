-- Means are rounded to twelve decimals. That removes the last digits of the division, so that 30 × (260 / 3) is 2600 again
-- and a value on an edge stays on it.

create or replace function score.mark_points(for_month date, for_scheme text, for_version integer)
returns table ("position" smallint, agent text, value numeric, points numeric)
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    return query
    with mark as (  -- one row per mark whose role the scheme lists
        select i.position, m.agent, m.role, (i.roles -> m.role)::numeric as weight, m.points as mark
          from score.indicator i
          join fact.last_mark m on 'mark:' || m.indicator = i.metric and i.roles ? m.role
         where i.scheme = for_scheme and i.version = for_version and i.source = 'mark'
           and m.period = to_char(for_month, 'YYYY-MM')
    ), gathered as (  -- one row per indicator, its marks in one array, for one call of the rule
        select m.position, array_agg(m.agent) as agents, array_agg(m.role) as roles, array_agg(m.weight) as weights,
               array_agg(m.mark) as marks
          from mark m group by m.position
    ), pointed as (  -- one row per mark, with the points of that mark alone
        select g.position, u.agent, u.role, u.weight, u.mark, u.points
          from gathered g
          join score.indicator i on i.scheme = for_scheme and i.version = for_version and i.position = g.position
         cross join lateral unnest(g.agents, g.roles, g.weights, g.marks,
                                   score.rule_points(i.rule, g.marks, i.parameters))
             as u(agent, role, weight, mark, points)
    ), by_role as (  -- one row per indicator, agent and role
        select p.position, p.agent, p.weight, avg(p.mark) as mark, avg(p.points) as points
          from pointed p group by p.position, p.agent, p.role, p.weight
    ), by_agent as (  -- one row per indicator and agent
        select r.position, r.agent,
               trim_scale(round(sum(r.weight * r.mark) / sum(r.weight), 12)) as mark,
               trim_scale(round(sum(r.weight * r.points) / sum(r.weight), 12)) as points
          from by_role r group by r.position, r.agent
    )
    select a.position, a.agent, a.mark,
           case i.points_of when 'each' then a.points
                            else (score.rule_points(i.rule, array[a.mark], i.parameters))[1] end
      from by_agent a
      join score.indicator i on i.scheme = for_scheme and i.version = for_version and i.position = a.position;
end $$;

comment on function score.mark_points(date, text, integer) is
    'One row per marked agent and indicator of the scheme whose value is people''s marks, in the month. value: the mean '
    'of the marks per role, weighted by role. points: those of each mark, weighted alike, or those of that value '
    '(score.indicator.points_of).';
