-- The marks are those of now: a self mark that is given again is compared anew. A step is asked for once the one before it is done.

create or replace function period.gap_actions(for_month date, for_scheme text, for_version integer)
returns table (agent text, action text, after text, because text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with scheme as materialized (  -- one row, if the scheme compares self marks
        select s.scheme, s.version, s.document #>> '{self_mark_gap,compared_with}' as compared_with,
               (s.document #> '{self_mark_gap,grades}')::integer as grades, s.document #> '{self_mark_gap,actions}' as actions
          from score.scheme s
         where s.scheme = for_scheme and s.version = for_version and s.document ? 'self_mark_gap'
    ), marked as materialized (  -- one row per agent and indicator with a self mark and one to compare it with
        select m.agent, i.metric,
               avg(m.points) filter (where m.role = 'self') as own,
               avg(m.points) filter (where m.role = s.compared_with) as other
          from scheme s
          join (select distinct l.scheme, l.version, l.metric from score.leaf l where l.roles is not null) i
            on i.scheme = s.scheme and i.version = s.version
          join fact.last_mark m on 'mark:' || m.indicator = i.metric and m.period = period.month_name(for_month)
         where exists (select from score.leaf l  -- it weighs something for the agent
                         join period.indicator p on (p.month, p.revision, p.scheme, p.agent, p.indicator)
                                                  = (for_month, period.latest(for_month), s.scheme, m.agent, l.indicator)
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
         where abs(own.position - other.position) >= s.grades
    ), step as (
        select e.action, lag(e.action) over (order by e.n) as after
          from scheme s
         cross join lateral jsonb_array_elements_text(s.actions) with ordinality as e(action, n)
    )
    select a.agent, t.action, t.after,
           ref.message('ask.self_mark', trim_scale(round(a.own, 2))::text, ref.term('role', s.compared_with),
                       trim_scale(round(a.other, 2))::text)
      from scheme s
     cross join apart a
     cross join step t
     where t.after is null
        or exists (select from period.action_now n
                    where n.month = for_month and n.agent = a.agent and n.action = t.after and n.state = 'done')
$$;

comment on function period.gap_actions(date, text, integer) is
    'What a version of a scheme asks of agents whose self mark is, now, its number of grades away from the mark that it compares with: '
    'the first of its steps, and each whose step before (after) is done.';
