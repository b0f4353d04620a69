create or replace function rollup.line_columns(measures text[], sign text default '') returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select 'k.grain, k.start, k.agent, '
           || string_agg(case when m.measure = any (measures) then format('%sk.%I', sign, m.measure) else 'null' end, ', '
                         order by m.place)
      from rollup.measure_column m
$$;

comment on function rollup.line_columns(text[], text) is
    'SQL with the columns of rollup.agent_period of the relation k, which has its key and these measures, others as NULL; sign ''-'': what '
    'it takes off.';
