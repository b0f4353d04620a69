create or replace function rollup.fresh_dimensions(of_grain text, from_day date, to_day date)
returns setof rollup.dimension_period
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select of_grain, date_trunc(of_grain, s.day::timestamp)::date, s.agent, s.dimension, count(*), trim_scale(sum(s.csat))
      from settled.survey s
     where s.dimension is not null and s.day >= from_day and s.day < to_day
     group by 2, 3, 4
$$;

comment on function rollup.fresh_dimensions(text, date, date) is
    'The rows of a grain of rollup.dimension_period of [from_day, to_day), anew from settled surveys.';
