-- The row in period.closing comes after this one, and shuts the revision to additions.

create or replace function period.freeze(for_month date, for_revision integer, paying text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    staff_day date := least((for_month + interval '1 month')::date - 1, ref.day_of(merit.now()));
begin
    insert into period.metric (month, revision, agent, metric, value)
    select for_month, for_revision, m.agent, m.metric, m.value
      from merit.agent_month_metric m where m.month = for_month;

    insert into period.indicator (month, revision, scheme, agent, indicator, position, value, points, weight,
                                  contribution)
    select for_month, for_revision, f.scheme, p.agent, p.indicator, p.position, p.value, p.points, p.weight,
           trim_scale(p.weight * p.points / sum(p.weight) filter (where p.points is not null)
               over (partition by f.scheme, p.agent))
      from period.closing_scheme f
     cross join lateral score.points(for_month, f.scheme, f.version) p
     where f.month = for_month and f.revision = for_revision;

    insert into period.result (month, revision, scheme, agent, scope, team, name, employee, barred, total, grade,
                               rank, place)
    with graded as materialized (
        select f.scheme, f.version, s.document, g.*
          from period.closing_scheme f
          join score.scheme s using (scheme, version)
         cross join lateral score.graded(for_month, f.scheme, f.version) g
         where f.month = for_month and f.revision = for_revision
    ), standing as (
        select f.scheme, t.*
          from (select g.scheme, g.version, array_agg(g.agent) as agents from graded g
                 group by g.scheme, g.version) f
         cross join lateral score.standing(for_month, f.scheme, f.version, f.agents) t
    ), placed as (
        select g.*, t.team, t.barred, g.document #>> '{ranking,scope}' as scope,
               count(g.rank) over grp as ranked, min(g.rank) over grp as best, max(g.rank) over grp as worst
          from graded g
          join standing t using (scheme, agent)
        window grp as (partition by g.scheme,
                       case when g.document #>> '{ranking,scope}' = 'team' then coalesce(t.team, '') end)
    )
    select for_month, for_revision, p.scheme, p.agent, p.scope, p.team, w.name, w.employee, p.barred, p.total,
           p.grade, p.rank,
           case when p.best = p.worst
                  or p.ranked < greatest(2, coalesce((p.document #> '{rewards,min_ranked}')::integer, 2)) then null
                when p.rank = p.best then 'first' when p.rank = p.worst then 'last' end
      from placed p
      left join ref.staff_on(staff_day) w using (agent);

    insert into period.streak
    select k.* from period.streaks_after(for_month, for_revision, paying,
                                         array(select b from period.streaks_before(for_month) b)) k;
end $$;

comment on function period.freeze(date, integer, text) is
    'Writes what a month amounts to now, as a revision, with the schemes of period.closing_scheme. paying: the '
    'scheme whose streaks count.';
