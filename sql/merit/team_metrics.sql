create or replace function merit.team_metrics(of_grain text, of_start date)
returns table (team text, metric text, value numeric)
language sql stable security definer cost 100000 rows 1000
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with seen as materialized (
        select e.everybody, case when not e.everybody then merit.led_teams() end as teams
          from (select merit.sees_all() as everybody offset 0) e
    )
    select m.name, m.metric, m.value
      from seen s
     cross join lateral rollup.group_metrics('team', of_grain, of_start) m
     where (s.everybody or cardinality(s.teams) > 0) and (s.everybody or m.name = any (s.teams))
$$;

comment on function merit.team_metrics(text, date) is
    'What merit.team_month_metric and merit.team_day_metric show the caller for a period.';
