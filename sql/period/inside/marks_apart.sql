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
    ), leaf as materialized (  -- one row per indicator and mark that it looks at
        select l.indicator, substr(l.metric, 6) as mark
          from scheme s
          join score.leaf l on l.scheme = s.scheme and l.version = s.version
         where l.roles is not null
    ), weighed as materialized (  -- one row per agent and mark that weighs something
        select distinct p.agent, l.mark
          from leaf l
          join period.indicator p on p.month = for_month and p.revision = (select period.latest(for_month)) and p.scheme = for_scheme
                                 and p.indicator = l.indicator
         where p.weight > 0
    ), marked as materialized (  -- one row per agent and mark with a self mark and one to compare it with
        select m.agent, m.indicator as mark,
               avg(m.points) filter (where m.role = 'self') as own,
               avg(m.points) filter (where m.role = s.compared_with) as other
          from scheme s
         cross join fact.last_mark m
          join weighed w on w.agent = m.agent and w.mark = m.indicator
         where m.period = period.month_name(for_month) and m.indicator = any (array(select l.mark from leaf l))
         group by m.agent, m.indicator
    ), level as materialized (
        select g.position, g.least from score.grade g where g.scheme = for_scheme and g.version = for_version
    )
    select m.agent, m.mark, m.own, m.other
      from scheme s
     cross join marked m
     cross join lateral (select min(g.position) as position from level g where m.own >= coalesce(g.least, m.own)) own
     cross join lateral (select min(g.position) as position from level g where m.other >= coalesce(g.least, m.other)) other
     where abs(own.position - other.position) >= s.grades
$$;

comment on function period.marks_apart(date, text, integer) is
    'One row per agent of a closed month and mark whose self mark is, now, the number of grades away that a version of a scheme names from '
    'the mark that it is compared with: both, on a scale of 0 … 100.';
