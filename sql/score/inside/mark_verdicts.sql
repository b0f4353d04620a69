-- Edges are those of each mark: if every rater gave the next better mark, the value and the points would be these.

create or replace function score.mark_verdicts(
    for_month date, leaf jsonb, rule_name text, parameters jsonb, subjects score.subject[]
) returns score.verdict[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    marked score.subject[];
    roles  text[];
    marks  numeric[];
begin
    select array_agg(row(s.agent, s.team)::score.subject), array_agg(m.role), array_agg(m.points)
      into marked, roles, marks
      from fact.last_mark m
      join unnest(subjects) s on s.agent = m.agent
     where m.period = to_char(for_month, 'YYYY-MM') and m.indicator = leaf ->> 'marks' and leaf -> 'roles' ? m.role;
    return array(
        with by_role as (  -- one row per agent and role
            select u.agent, (leaf -> 'roles' -> u.role)::numeric as weight, avg(u.value) as value, avg(u.points) as points,
                   case when count(*) = count(u.edge) then avg(u.edge) end as edge,
                   avg(coalesce(u.next_edge, u.value)) as next_edge, avg(coalesce(u.next_points, u.points)) as next_points,
                   count(u.next_edge) as steps
              from unnest(marked, roles, score.verdicts(rule_name, coalesce(marked, '{}'), array[marks], parameters))
                   as u(agent, team, role, value, points, edge, next_edge, next_points)
             group by u.agent, u.role
        ), by_agent as (
            select r.agent, sum(r.weight) as weight, sum(r.weight * r.value) as value, sum(r.weight * r.points) as points,
                   case when count(*) = count(r.edge) then sum(r.weight * r.edge) end as edge,
                   case when sum(r.steps) > 0 then sum(r.weight * r.next_edge) end as next_edge,
                   case when sum(r.steps) > 0 then sum(r.weight * r.next_points) end as next_points
              from by_role r group by r.agent
        )
        select case when a.agent is not null
                    then row(score.rounded_mean(a.value, a.weight), score.rounded_mean(a.points, a.weight),
                             score.rounded_mean(a.edge, a.weight), score.rounded_mean(a.next_edge, a.weight),
                             score.rounded_mean(a.next_points, a.weight))::score.verdict end
          from unnest(subjects) with ordinality as s(agent, team, place)
          left join by_agent a on a.agent = s.agent
         order by s.place);
end $$;

comment on function score.mark_verdicts(date, jsonb, text, jsonb, score.subject[]) is
    'Verdicts on people''s marks where the rule gives points to every mark (points_of each): value, points and edges of the '
    'marks are averaged per role, and weighed by role.';
