-- A sum has the scale of its column or else the least that it needs, so that it tells nothing of what was added and taken back.

create or replace view rollup.measure_column as
select a.attname::text as measure, a.attnum as place,
       case when a.atttypid = 'numeric'::regtype and a.atttypmod < 0 then 'trim_scale(%s)'
            else '(%s)::' || format_type(a.atttypid, a.atttypmod) end as canonical,
       a.attname in ('orderers', 'payers', 'buyers') as of_customers
  from pg_attribute a
 where a.attrelid = 'rollup.agent_period'::regclass and a.attnum > 3 and not a.attisdropped;

comment on view rollup.measure_column is
    'One row per measure, a column of rollup.agent_period after its key: its name, its place, and the SQL (for format) that gives '
    'a sum its type and scale. of_customers: it counts distinct customers of a period, and does not add up.';
