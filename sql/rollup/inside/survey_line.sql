create or replace view rollup.survey_line as
select s.hash, 'day' as grain, s.day as start, s.agent, 1 as surveys, s.csat as csat_sum
  from settled.survey s;

comment on view rollup.survey_line is 'One row per settled survey, by its day, with the measures that it adds to.';
