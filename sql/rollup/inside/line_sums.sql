create or replace function rollup.line_sums(lines text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select format('select l.grain, l.start, l.agent, %s from %s l group by l.grain, l.start, l.agent',
                  string_agg(format(m.total, 'l.' || quote_ident(m.measure)) || ' as ' || quote_ident(m.measure), ', '), lines)
      from rollup.measure_column m
     cross join rollup.contact_sums(lines) c  -- once, not for each measure
     where m.measure <> all (c.measures)
$$;

comment on function rollup.line_sums(text) is
    'SQL with one row per key of rollup.agent_period of the relation lines (with the columns of rollup.agent_period), and every '
    'measure that is none of contacts: the sum of its lines, or NULL.';
