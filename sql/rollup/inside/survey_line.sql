create or replace view rollup.survey_line as
select s.hash, g.grain, g.start, s.agent, m.measure, m.value
  from settled.survey s
 cross join lateral (values ('day', s.day), ('month', date_trunc('month', s.day::timestamp)::date)) g(grain, start)
 cross join lateral (values ('surveys', 1), ('csat_sum', s.csat)) as m(measure, value)
 where m.value <> 0;

comment on view rollup.survey_line is 'One row per settled survey and line that it contributes, by its day.';
