create or replace function score.ranked(points score.point[], people score.person[], by_team boolean)
returns table (agent text, team text, barred text, why text, lead_grade text, total numeric, rank integer, place integer)
language sql immutable rows 200
set search_path = pg_catalog, pg_temp
as $$
    with summed as (  -- one row per agent; better orders equal totals: the greater array wins, and NULL never does
        select p.agent,
               score.rounded_quotient(sum(p.worth * p.points), nullif(sum(p.weight) filter (where p.points is not null), 0)) as total,
               array_agg(coalesce(case when p.weight = 0 then null when p.better = 'higher' then p.value else - p.value end, '-Infinity')
                         order by p.position) as better
          from unnest(points) p
         group by p.agent
    ), judged as (  -- one row per agent: ranked or not, and why not
        select t.agent, g.team, g.barred, g.lead_grade, t.total, t.better, g.barred is null and t.total is not null as ranked,
               coalesce(g.why, case when t.total is null then 'bar.nothing' end) as why
          from summed t
          join unnest(people) g on g.agent = t.agent
    )
    select j.agent, j.team, j.barred, j.why, j.lead_grade, j.total,
           case when j.ranked then
               rank() over (partition by j.ranked, case when by_team then coalesce(j.team, '') end
                            order by j.total desc, j.better desc)::integer
           end,
           rank() over (order by j.total desc nulls last, j.better desc)::integer
      from judged j
$$;

comment on function score.ranked(score.point[], score.person[], boolean) is
    'One row per agent with points: the total of 100 (NULL when no indicator has points) and the rank (NULL when the '
    'agent is barred or has no total; why says so, as a message of ref.say). An indicator that weighs 0 counts as missing. Agents who tie through every indicator share '
    'a rank. place: the rank that there would be among everybody, barred or not, whatever the team.';
