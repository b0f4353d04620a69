create or replace function period.marks_apart(for_month date, for_scheme text, for_version integer)
returns table (agent text, mark text, own numeric, other numeric)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with scheme as materialized (  -- one row, if the scheme compares self marks
        select s.scheme, s.version, s.document #>> '{self_mark_gap,compared_with}' as compared_with,
               (s.document #> '{self_mark_gap,grades}')::integer as grades
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
    )
    select m.agent, substr(m.metric, 6), m.own, m.other
      from scheme s
     cross join marked m
     cross join lateral (select min(g.position) as position from score.grade g
                          where (g.scheme, g.version) = (s.scheme, s.version)
                            and m.own >= coalesce(g.least, m.own)) own
     cross join lateral (select min(g.position) as position from score.grade g
                          where (g.scheme, g.version) = (s.scheme, s.version)
                            and m.other >= coalesce(g.least, m.other)) other
     where abs(own.position - other.position) >= s.grades
$$;

comment on function period.marks_apart(date, text, integer) is
    'One row per agent of a closed month and mark whose self mark is, now, the number of grades away that a version of a scheme names from '
    'the mark that it is compared with: both, on a scale of 0 … 100.';
