create or replace function rollup.canonical(measure text, expression text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select format(case when a.atttypid = 'numeric'::regtype and a.atttypmod < 0 then 'trim_scale(%s)' else '(%s)::%s' end,
                  expression, format_type(a.atttypid, a.atttypmod))
      from pg_attribute a
     where a.attrelid = 'rollup.agent_period'::regclass and a.attname = measure
$$;

comment on function rollup.canonical(text, text) is
    'SQL that gives the value of an expression the type of a measure, and the scale of its column or else the least that it '
    'needs: a sum tells nothing of what was added and taken back.';
