-- Edges are those of each mark: if every rater gave the next better mark, the value and the points would be these. A role's weight
-- is shared by its marks; thirty decimals of a share are more than the twelve of a mean can show.

create or replace function score.mark_verdicts(
    of_period text, leaf jsonb, rule_name text, parameters jsonb, subjects score.subject[]
) returns score.verdict[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_custom_plan
as $$
declare
    few    constant text[] := case when cardinality(subjects) <= 500 then array(select s.agent from unnest(subjects) s) end;
    marked score.subject[];
    places bigint[];
    marks  numeric[];
    shares numeric[];
begin
    select array_agg(row(s.agent, s.team)::score.subject), array_agg(s.place), array_agg(m.points), array_agg(m.share)
      into marked, places, marks, shares
      from (select l.agent, l.points,
                   round((leaf -> 'roles' -> l.role)::numeric, 30) / count(*) over (partition by l.agent, l.role) as share
              from fact.last_mark l
             where l.period = of_period and l.indicator = leaf ->> 'marks' and leaf -> 'roles' ? l.role
               and (few is null or l.agent = any (few))) m
      join unnest(subjects) with ordinality as s(agent, team, place) on s.agent = m.agent;
    return array(
        with marked_agent as (
            select u.place, sum(u.share) as weight, sum(u.share * u.value) as value, sum(u.share * u.points) as points,
                   case when count(u.edge) = count(*) then sum(u.share * u.edge) end as edge,
                   case when count(u.next_edge) > 0 then sum(u.share * coalesce(u.next_edge, u.value)) end as next_edge,
                   case when count(u.next_edge) > 0 then sum(u.share * coalesce(u.next_points, u.points)) end as next_points
              from unnest(places, shares, score.verdicts(rule_name, coalesce(marked, '{}'), array[marks], parameters))
                   as u(place, share, value, points, edge, next_edge, next_points)
             group by u.place
        )
        select case when a.place is not null
                    then row(trim_scale(round(a.value / a.weight, 12)), trim_scale(round(a.points / a.weight, 12)),
                             trim_scale(round(a.edge / a.weight, 12)), trim_scale(round(a.next_edge / a.weight, 12)),
                             trim_scale(round(a.next_points / a.weight, 12)))::score.verdict end
          from generate_series(1, cardinality(subjects)) as s(place)
          left join marked_agent a on a.place = s.place
         order by s.place);
end $$;

comment on function score.mark_verdicts(text, jsonb, text, jsonb, score.subject[]) is
    'Verdicts on people''s marks where the rule gives points to every mark (points_of each): value, points and edges of the '
    'marks are averaged per role, and weighed by role.';
