-- Every object exists, is named and commented as the house wants it, and the public face and the wire have exactly the
-- columns promised.
begin;
select plan(69);

\set files `for up in . .. ../.. ../../..; do [ -d $up/sql/migrations ] && cd $up/sql && find . -name "*.sql" && break; done`
\set architecture `for up in . .. ../.. ../../..; do [ -f $up/docs/architecture.md ] && cat $up/docs/architecture.md && break; done`

create function pg_temp.ours() returns setof oid language sql as $$
    select n.oid from pg_namespace n
     where n.nspname !~ '^(pg_.*|information_schema|public)$'
       and not exists (select from pg_depend d where d.objid = n.oid and d.deptype = 'e')
$$;

-- The fields of a table, view or type, as the documents write them.
create function pg_temp.fields(relation text) returns text language sql as $$
    select string_agg(format('%I %s', a.attname,
                             replace(format_type(a.atttypid, a.atttypmod), 'timestamp with time zone', 'timestamptz')),
                      ', ' order by a.attnum)
      from pg_attribute a where a.attrelid = relation::regclass and a.attnum > 0 and not a.attisdropped
$$;

-- Schemas, tables, views -------------------------------------------------------------------------

select has_schema(s) from unnest(array['ref', 'ingest', 'fact', 'settle', 'settled', 'rollup', 'merit']) as s;
select has_table(split_part(t, '.', 1)::name, split_part(t, '.', 2)::name)
  from unnest(array['ref.migration', 'ref.shop', 'ref.day', 'ref.rule_set', 'ingest.position', 'ingest.dirty', 'ingest.dead_letter',
                    'fact.conversation', 'fact.contact_part', 'fact.order_event', 'fact.ticket_event', 'fact.survey', 'fact.mark',
                    'fact.tally', 'fact.target', 'fact.agent_event', 'settle.state', 'settled.contact', 'settled.orders',
                    'settled.buyer', 'settled.ticket', 'settled.survey', 'rollup.agent_period', 'rollup.sealed_buyers', 'rollup.sealed_conversations', 'settle.bucket']) as t;
select has_view(split_part(v, '.', 1)::name, split_part(v, '.', 2)::name)
  from unnest(array['merit.agent_month_metric', 'merit.agent_day_metric', 'merit.score', 'merit.score_indicator',
              'merit.waiting_now',
                    'merit.data_quality', 'fact.last_mark', 'fact.last_target', 'fact.present', 'fact.record_metric', 'fact.round',
                    'rollup.metric']) as v;
select tables_are('merit', '{}'::text[], 'the public face has no tables');

select is_empty(
    $$ select c.oid::regclass from pg_class c
        where c.relnamespace in (select pg_temp.ours()) and c.relkind in ('r', 'v', 'm', 'p')
          and obj_description(c.oid, 'pg_class') is null $$,
    'every table and view has a comment');
select is_empty(
    $$ select p.oid::regprocedure from pg_proc p
        where p.pronamespace in (select pg_temp.ours()) and obj_description(p.oid, 'pg_proc') is null $$,
    'so has every function');
select is_empty(
    $$ select a.attrelid::regclass, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid
        where c.relnamespace = 'merit'::regnamespace and a.attnum > 0 and not a.attisdropped
          and col_description(c.oid, a.attnum) is null $$,
    'so has every column of the public face');
select is_empty(
    $$ select t.oid::regtype from pg_type t left join pg_class c on c.oid = t.typrelid
        where t.typnamespace in (select pg_temp.ours()) and (c.relkind = 'c' or t.typtype in ('e', 'd'))
          and obj_description(t.oid, 'pg_type') is null $$,
    'so has every type');
select is_empty(
    $$ select n.nspname from pg_namespace n
        where n.oid in (select pg_temp.ours()) and obj_description(n.oid, 'pg_namespace') is null $$,
    'so has every schema');
select is_empty(
    $$ select c.oid::regclass from pg_class c
        where c.relnamespace in (select pg_temp.ours()) and c.relkind = 'r' and c.relname <> 'dirty'
          and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p') $$,
    'every table has a primary key');
select is_empty(
    $$ select c.oid::regclass from pg_class c
        where c.relnamespace in ('merit'::regnamespace, 'rollup'::regnamespace) and c.relkind = 'v'
          and obj_description(c.oid, 'pg_class') !~* '\mone row per ' $$,
    'the comment of a view says its grain');

-- One object a file ------------------------------------------------------------------------------

select set_eq(
    format($$ select replace(regexp_replace(f, '^\./(.*)\.sql$', '\1'), '/', '.')
                from regexp_split_to_table(replace(%L, '/inside', ''), '\s+') as f
               where f ~ '\.sql$' and f !~ '^\./(migrations|roles)/' $$,
           :'files'),
    $$ select n.nspname || '.' || p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.oid in (select pg_temp.ours()) and p.prorettype <> 'trigger'::regtype  -- those stand with their tables
       union
       select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.oid in (select pg_temp.ours()) and c.relkind = 'v' $$,
    'every function and view stands in the file of its qualified name, and no file is without its object');
select is_empty(
    $$ select p.proname from pg_proc p where p.pronamespace in (select pg_temp.ours())
        group by p.pronamespace, p.proname having count(*) > 1 $$,
    'no name stands for two functions');
select is_empty(
    $$ select p.oid::regprocedure from pg_proc p
         left join pg_depend d on d.objid = p.oid and d.deptype = 'e'
        where p.pronamespace = 'public'::regnamespace and d.objid is null $$,
    'no function of ours is in public');
select is_empty(
    $$ select p.oid::regprocedure from pg_proc p where p.pronamespace in (select pg_temp.ours())
          and p.prokind <> 'a'  -- names nothing when it is called
          and (select array_agg(c) from unnest(p.proconfig) c where c like 'search_path=%')
              is distinct from array['search_path=pg_catalog, pg_temp'] $$,
    'every function qualifies every name: its search path is pg_catalog, pg_temp, and nothing else');

-- The public face, columns exactly so ------------------------------------------------------------

select is(pg_temp.fields('merit.agent_month_metric'), 'agent text, month date, metric text, value numeric', 'agent_month_metric');
select is(pg_temp.fields('merit.agent_day_metric'), 'agent text, day date, metric text, value numeric', 'agent_day_metric');
select is(pg_temp.fields('merit.score'),
          'month date, scope text, agent text, scheme text, total numeric, grade text, rank integer, reached text, '
          'barred text, why text', 'score');
select is(pg_temp.fields('merit.score_indicator'),
          'month date, agent text, scheme text, indicator text, value numeric, points numeric, out_of numeric, weight numeric, '
          'contribution numeric, numbers numeric[], edge numeric, next_edge numeric, missing numeric, brings numeric', 'score_indicator');
select is(pg_temp.fields('merit.waiting_now'), 'agent text, conversation text, asked_at timestamptz, waiting interval, after_answer boolean',
          'waiting_now');
select is(pg_temp.fields('merit.data_quality'), '"check" text, subject text, value numeric, at timestamptz, detail text, remedy text',
          'data_quality');
select function_returns('merit', 'now', '{}'::text[], 'timestamp with time zone');
select is(pg_get_function_arguments('rollup.verify'::regproc) || ' ' || pg_get_function_result('rollup.verify'::regproc),
          'from_day date, to_day date TABLE(object text, key text, "column" text, stored text, fresh text)', 'rollup.verify');

-- The wire between C and SQL is that of docs/architecture.md -------------------------------------

create temporary table wire as
select m[1] as type, regexp_replace(m[2], '\s+', ' ', 'g') as fields
  from regexp_matches(:'architecture', '^(\w+_row)\s+\(([^)]*)\)', 'gw') as m;
select results_eq(
    $$ select w.type, w.fields from wire w order by 1 $$,
    $$ select w.type, pg_temp.fields('ingest.' || w.type) from wire w order by 1 $$,
    'the composite types have the fields documented, in their order');
select is((select string_agg(w.type, ' ' order by w.type) from wire w),
          (select string_agg(t.typname, ' ' order by t.typname) from pg_type t
            where t.typnamespace = 'ingest'::regnamespace and t.typtype = 'c' and t.typname like '%\_row'),
          'each of them is documented');
select is(pg_temp.fields('ingest.position'), replace(pg_temp.fields('ingest.position_row'), 'gap_records bigint', 'gap_records bigint, holder text, held_since timestamptz'),
          'a position is stored as it is sent, with who sent it');
select is(pg_temp.fields('fact.contact_part'), pg_temp.fields('ingest.part_row'), 'so is a part of a contact');

select * from finish();
rollback;
