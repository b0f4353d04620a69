create or replace function web.team(team text, month date default null) returns jsonb
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set jit = off
as $$
declare
    shop      constant ref.shop := web.enter();
    today     constant date := ref.day_of(merit.now());
    shown     constant date := case when month is null then web.shown_month(today) end;
    for_month constant date := web.month(month, case when web.team_month(team, shown) <> '{}' then shown else date_trunc('month', today)::date end);
    seen      constant text[] := web.seen();
    chosen    record;
    grades    jsonb;
    days      jsonb;
    metrics   jsonb;
    members   jsonb;
begin
    perform web.known('team', coalesce(team, ''),
                      case when seen is not null then merit.led_teams()
                           else array(select distinct e.team from fact.agent_event e where e.team is not null) end);
    select s.* into chosen from web.schemes(for_month) s limit 1;
    grades := web.grade_labels(chosen.scheme);
    days := web.team_days(team, for_month);
    metrics := web.team_month(team, for_month);
    with result as materialized (
        select r.* from web.results(for_month, chosen.scheme, seen) r where r.team = team.team
    ), staff as materialized (
        select s.agent, s.name, s.role, s.status from ref.staff_on(score.staff_day(for_month), seen) s
         where s.team = team.team and (s.status is distinct from 'left' or s.agent in (select r.agent from result r))
    ), member as materialized (
        select agent, coalesce(r.name, s.name) as name, s.role, s.status, r.total, r.grade, r.rank, r.barred, r.why, r.place
          from staff s full join result r using (agent)
    ), number as materialized (
        select n.agent, n.metrics from web.metrics_of_month(for_month, array(select m.agent from member m)) n
    )
    select coalesce(jsonb_agg(jsonb_build_object(
               'agent', m.agent, 'name', m.name, 'role', m.role, 'role_label', ref.said(ref.term('role', m.role)), 'status', m.status,
               'rank', m.rank, 'total', m.total, 'grade', m.grade, 'grade_label', grades -> m.grade, 'barred', m.barred, 'why', m.why,
               'place', m.place, 'metrics', coalesce(n.metrics, '{}'))
               order by m.rank, m.total desc nulls last, m.agent collate "C"), '[]')
      into members
      from member m left join number n using (agent);
    return web.state(for_month) || jsonb_build_object(
        'team', team, 'scheme', chosen.scheme, 'scheme_label', chosen.label,
        'labels', web.labels(array['received', 'reply_rate', 'rounds', 'response_seconds', 'inquirers', 'inquiry_conversion', 'sales', 'csat']),
        'metrics', metrics,
        'before', web.team_before(team, for_month, metrics, today),
        'members', members,
        'trend', (select coalesce(jsonb_agg(d - 'asked_hours' order by n), '[]') from jsonb_array_elements(days) with ordinality x(d, n)),
        'load', web.load(days),
        'waits', web.waits(team, for_month));
end $$;

comment on function web.team(text, date) is
    'How a team does in a month (NULL: web.shown_month, or the current one if the team had no numbers in that): its members with score and numbers, as far as the caller may see each; its own '
    'metrics, days, load by weekday and hour, and how long its customers waited, of who was in it then. To leads, of teams in which they '
    'lead everybody. 22023: no such team or month. docs/doors.md has the shape.';
