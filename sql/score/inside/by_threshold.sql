create or replace function score.by_threshold(points score.point[], people score.person[], levels score.grade[], by_team boolean)
returns table (agent text, team text, barred text, why text, lead_grade text, total numeric, rank integer, place integer,
               reached integer, passed integer)
language sql immutable rows 200
set search_path = pg_catalog, pg_temp
as $$
    with level as materialized (
        select l.position::integer, l.least, l.pass_marks from unnest(levels) l
    ), needed as (
        select l.position, n.key as indicator, n.value::numeric as enough
          from level l cross join lateral jsonb_each(l.pass_marks - 'comment') n
    ), failed as materialized (  -- one row per agent and grade of which a pass mark is missed
        select p.agent, n.position,
               min(ref.message('pass.missed', p.indicator, trim_scale(p.points)::text, trim_scale(n.enough)::text)) as why
          from needed n
          join unnest(points) p on p.indicator = n.indicator and p.points < n.enough and p.weight > 0
         group by p.agent, n.position
    )
    select t.agent, t.team, t.barred, coalesce(t.why, f.why), t.lead_grade, t.total, t.rank, t.place, r.position, s.position
      from score.ranked(points, people, by_team) t
     cross join lateral (select min(l.position) as position from level l where t.total >= coalesce(l.least, t.total)) r
     cross join lateral (select min(l.position) as position from level l
                          where t.total >= coalesce(l.least, t.total)
                            and not exists (select from failed f where f.agent = t.agent and f.position = l.position)) s
      left join failed f on f.agent = t.agent and f.position = r.position
$$;

comment on function score.by_threshold(score.point[], score.person[], score.grade[], boolean) is
    'score.ranked, with two grades as positions in the list: the one whose threshold the total reached, and the best of those whose '
    'pass marks are passed as well (an indicator that weighs 0 has none). why: what bars the agent, or else the pass mark that is missed.';
