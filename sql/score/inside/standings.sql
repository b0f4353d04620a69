-- Why somebody who is barred has no rank is nothing but what bars: pass marks and caps come after it.

create or replace function score.standings(for_month date, for_scheme text, for_version integer, agents text[], touched text[])
returns table (agent text, team text, barred text, why text)
language plpgsql stable rows 200
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_custom_plan
as $$
begin
    if touched is null then
        return query select s.* from score.standing(for_month, for_scheme, for_version, agents) s;
        return;
    end if;
    return query
    with kept as materialized (
        select k.agent::text as agent, k.barred, case when k.barred is not null then k.why end as why
          from score.kept_result k
         where k.month = for_month and k.scheme = for_scheme and k.agent not in (select t from unnest(touched) t)
    )
    select k.agent, s.team, k.barred, k.why
      from unnest(agents) as a(agent)
      join kept k on k.agent = a.agent
      left join ref.staff_on(score.staff_day(for_month)) s on s.agent = k.agent
    union all
    select s.*
      from score.standing(for_month, for_scheme, for_version, array(
           select a.agent from unnest(agents) as a(agent) where not exists (select from kept k where k.agent = a.agent))) s;
end $$;

comment on function score.standings(date, text, integer, text[], text[]) is
    'score.standing of agents, by the version in force, read from what is kept of the month but of those who are touched (score.touched). '
    'touched: NULL: all are looked at.';
