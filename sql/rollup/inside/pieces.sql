-- An agent who stays in a team counts by the period's row, one who moves by those of the days.

create or replace function rollup.pieces(whose text, of_grain text, of_start date, of_team text)
returns setof rollup.piece
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
    behind constant date := of_start + ('1 ' || of_grain)::interval;
begin
    if whose = 'shop' then
        return query
        select '', of_grain, of_start, a.agent
          from (select r.agent from rollup.shown_period r where r.grain = of_grain and r.start = of_start
                union
                select t.agent from fact.counted_tally t where t.day >= of_start and t.day < behind
                union
                select l.agent from fact.last_target l where l.period = to_char(of_start, 'YYYY-MM') and l.metric = 'sales') a;
        return;
    elsif whose = 'person' then
        return query
        select a.agent, 'day', a.day, a.agent
          from (select r.agent, r.start as day from rollup.shown_period r where r.grain = 'day' and r.start >= of_start and r.start < behind
                union
                select t.agent, t.day from fact.counted_tally t where t.day >= of_start and t.day < behind) a;
        return;
    end if;
    return query
    with said as (
        select distinct on (e.agent, e.day) e.agent, e.day, e.team
          from fact.agent_event e
         where e.team is not null and e.day < behind
           and (of_team is null or e.agent in (select m.agent from fact.agent_event m where m.team = of_team))
         order by e.agent, e.day, e.at desc, e.hash desc
    ), span as (
        select s.agent, s.team, greatest(s.day, of_start) as first,
               coalesce(lead(s.day) over (partition by s.agent order by s.day), behind) as until
          from said s
    ), there as materialized (
        select s.* from span s where s.until > of_start and (of_team is null or s.team = of_team)
    ), stays as materialized (
        select t.agent, min(t.team) as team from there t group by t.agent
        having min(t.team) = max(t.team) and min(t.first) = of_start and sum(t.until - t.first) = behind - of_start and whose = 'team'
    )
    select s.team, of_grain, of_start, s.agent from stays s
    union all
    select case whose when 'days' then (t.first + d.away)::text else t.team end, 'day', t.first + d.away, t.agent
      from there t
     cross join lateral generate_series(0, t.until - t.first - 1) as d(away)
     where t.agent not in (select s.agent from stays s);
end $$;

comment on function rollup.pieces(text, text, date, text) is
    'The rows of roll-ups (grain, start, agent) that add up to each team, to the shop (whose; the shop''s name is '''') or to each person, '
    'in a day, week or month; a person''s are those of days. of_team: of this team alone; whose days: to each day of it. An agent is in the team that ref.staff_on names on the day; the shop has everybody.';
