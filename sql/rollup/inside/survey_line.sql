create or replace view rollup.survey_line as
select s.hash, s.day, s.agent, m.measure, m.value
  from settled.survey s
 cross join lateral (values ('surveys', 1), ('csat_sum', s.csat)) as m(measure, value)
 where m.value <> 0;

comment on view rollup.survey_line is 'One row per settled survey and line that it contributes, by its day.';
