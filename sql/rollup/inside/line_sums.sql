create or replace function rollup.line_sums(lines text, measures text[]) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select format('select l.grain, l.start, l.agent, %s from %s l group by l.grain, l.start, l.agent',
                  string_agg(format('sum(l.value) filter (where l.measure = %L) as %I', m, m), ', '), lines)
      from unnest(measures) m
$$;

comment on function rollup.line_sums(text, text[]) is
    'SQL with one row per key of rollup.agent_period of the relation lines (with the columns of rollup.line), and these '
    'measures: the sum of its lines, or NULL.';
