-- A sum has the scale of its column or else the least that it needs, so that it tells nothing of what was added and taken back.

create or replace view rollup.measure_column as
select a.attname::text as measure, a.attnum as place,
       case when a.atttypid = 'bigint'::regtype then 'coalesce((%s)::bigint, 0)'  -- most are NULL: nothing to cast
            when a.atttypmod < 0 then 'trim_scale(coalesce(%s, 0))'
            else '(coalesce(%s, 0))::' || format_type(a.atttypid, a.atttypmod) end as canonical,
       a.attname in ('orderers', 'payers', 'buyers') as of_customers,
       case a.atttypid when 'bigint'::regtype then 'rollup.total(%s)' else 'sum(%s)' end as total
  from pg_attribute a
 where a.attrelid = 'rollup.agent_period'::regclass and a.attnum > 3 and not a.attisdropped;

comment on view rollup.measure_column is
    'One row per measure, a column of rollup.agent_period after its key: its name, its place, and the SQL (for format) that gives '
    'a sum, or NULL, its type and scale. of_customers: it counts distinct customers of a period, and does not add up. total: the SQL (for '
    'format) that sums it up.';
