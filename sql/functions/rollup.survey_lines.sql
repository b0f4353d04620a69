create or replace function rollup.survey_lines(s settled.survey) returns setof rollup.line
language sql immutable
as $$
    select s.agent, s.day, m.measure, 0::smallint, m.value
      from (values ('surveys', 1), ('csat_sum', s.csat)) as m(measure, value)
     where m.value <> 0
$$;

comment on function rollup.survey_lines is 'What a survey contributes, by its day.';
