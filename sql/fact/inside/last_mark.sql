create or replace view fact.last_mark as
select distinct on (m.period, m.agent, m.indicator, m.rater)
       m.agent, m.indicator, m.period, m.rater, m.role, m.score / m.scale * 100 as points, m.at, m.hash
  from fact.counted_mark m
 where m.hash::text not in (select e.reference from fact.exclusion e where e.kind = 'mark' and e.ended_at is null)
 order by m.period, m.agent, m.indicator, m.rater, m.at desc, m.hash desc;

comment on view fact.last_mark is
    'One row per agent, indicator, month or longer period, and rater: the last mark that is not excluded, on a scale of 0 '
    '… 100.';
