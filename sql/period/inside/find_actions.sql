create or replace function period.find_actions(for_month date, for_revision integer, paying text, at timestamptz)
returns table (agent text, action text, because text, due timestamptz)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with scheme as materialized (  -- one row: the scheme that pays
        select f.scheme, f.version, s.document, make_interval(hours => 24 * c.action_days) as usual
          from period.closing_scheme f
          join score.scheme s using (scheme, version)
         cross join period.setting c
         where f.month = for_month and f.revision = for_revision and f.scheme = paying
    ), result as materialized (  -- one row per agent, counted from the last rank
        select r.*, rank() over (partition by r.rank is null, case when r.scope = 'team' then coalesce(r.team, '') end
                                 order by r.rank desc) as from_last,
               bool_or(r.place = 'last') over (partition by case when r.scope = 'team' then coalesce(r.team, '') end)
                   as has_last
          from period.result r
         where r.month = for_month and r.revision = for_revision and r.scheme = paying
    ), marked as materialized (  -- one row per agent and indicator with a self mark and one to compare it with
        select m.agent, i.metric,
               avg(m.points) filter (where m.role = 'self') as own,
               avg(m.points) filter (where m.role = s.document #>> '{self_mark_gap,compared_with}') as other
          from scheme s
          join (select distinct l.scheme, l.version, l.metric from score.leaf l where l.roles is not null) i
            on i.scheme = s.scheme and i.version = s.version
          join fact.last_mark m on 'mark:' || m.indicator = i.metric and m.period = period.month_name(for_month)
         where s.document ? 'self_mark_gap'
           and exists (select from score.leaf l  -- it weighs something for the agent
                         join period.indicator p
                           on (p.month, p.revision, p.scheme, p.agent, p.indicator) = (for_month, for_revision, paying, m.agent, l.indicator)
                        where (l.scheme, l.version, l.metric) = (s.scheme, s.version, i.metric) and p.weight > 0)
         group by m.agent, i.metric
    ), apart as materialized (  -- one row per agent and indicator whose marks are grades apart
        select m.*
          from scheme s
         cross join marked m
         cross join lateral (select min(g.position) as position from score.grade g
                              where (g.scheme, g.version) = (s.scheme, s.version)
                                and m.own >= coalesce(g.least, m.own)) own
         cross join lateral (select min(g.position) as position from score.grade g
                              where (g.scheme, g.version) = (s.scheme, s.version)
                                and m.other >= coalesce(g.least, m.other)) other
         where abs(own.position - other.position) >= (s.document #> '{self_mark_gap,grades}')::integer
    ), found (agent, action, because, due) as (
        select k.agent, k.action, k.because, at + s.usual
          from scheme s
         cross join period.streak_actions(array(select k from period.streak k
                                                 where k.month = for_month and k.revision = for_revision)) k
        union all
        select r.agent, 'improvement_plan', ref.message('ask.rank', r.rank::text),
               at + make_interval(hours => 24 * (s.document #> '{improvement_plan,due_days}')::integer)
          from scheme s
          join result r on r.from_last <= (s.document #> '{improvement_plan,last_ranks}')::integer
         where r.rank is not null and r.has_last and r.place is distinct from 'first'
        union all
        select m.agent, s.document #>> '{self_mark_gap,actions,0}',
               ref.message('ask.self_mark', trim_scale(round(m.own, 2))::text,
                           ref.term('role', s.document #>> '{self_mark_gap,compared_with}'),
                           trim_scale(round(m.other, 2))::text),
               at + s.usual
          from scheme s
         cross join apart m
          join result r on r.agent = m.agent
    )
    select distinct on (f.agent, f.action) f.agent, f.action, f.because, f.due
      from found f
     order by f.agent, f.action, f.because
$$;

comment on function period.find_actions(date, integer, text, timestamptz) is
    'What a frozen month asks people to do: coaching and reviews for streaks that are reached, improvement plans for the '
    'last ranks (of a ranking that has a last place), interviews where a self mark is several grades away from the mark '
    'it is compared with. because: a message of ref.say. due counts from the instant given.';
