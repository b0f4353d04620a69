-- In PL/pgSQL, which keeps its plan: to plan metrics takes longer than to read those of a team in a month. A loop, since what a join
-- passes on is no constant.

create or replace function merit.team_figures(of_team text, of_grain text, from_day date, to_day date, metrics text[])
returns table (start date, metric text, value numeric)
language plpgsql stable security definer cost 100000 rows 100
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_generic_plan
as $$
declare
    for_month date;
begin
    if not (merit.sees_all() or coalesce(of_team = any (merit.led_teams()), false)) then
        return;
    end if;
    for for_month in
        select m from period.used_months() m where m >= date_trunc('month', from_day::timestamp) and m <= to_day order by m
    loop
        if of_grain = 'month' then
            return query
            select m.start, m.metric, m.value
              from rollup.metric m
             where m.whose = 'one team' and m.grain = 'month' and m.start = for_month and m.agent = of_team and m.metric = any (metrics);
        else
            return query
            select m.start, m.metric, m.value
              from rollup.metric m
             where m.whose = 'days' and m.grain = period.month_name(for_month) and m.agent = of_team
               and m.start >= from_day and m.start <= to_day and m.metric = any (metrics) and m.metric <> 'target_completion';
        end if;
    end loop;
end $$;

comment on function merit.team_figures(text, text, date, date, text[]) is
    'These metrics of one team as merit.team_month_metric (of_grain month: of the months that have one of the days) and merit.team_day_metric '
    '(day) have them, made for it alone: for trends. Of metrics with a fixed name; distinct customers of days are NULL while they are not '
    'counted (sealed or held months). No rows of a team that the caller does not see.';
