-- What the rules of a month make of its facts is worked out by the functions of these rooms, in the tables of these rooms. In a copy of
-- them the same functions work out what other rules would make, and nothing of it is seen, or waited for, by anybody else.

create or replace function score.copy_rooms() returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set check_function_bodies = off
as $$
declare
    rooms constant text[] := '{ref,ingest,settle,settled,rollup,score}';
    -- Types and aggregates read no table: there is one of each, so that a rule of a scheme, wherever it is, takes what the copy hands it.
    shared constant text := (select string_agg(t.name || '\M', '|') from (
        select c.relname as name from pg_class c where c.relnamespace = any (rooms::regnamespace[]) and c.relkind = 'c'
        union all
        select p.proname from pg_proc p where p.pronamespace = any (rooms::regnamespace[]) and p.prokind = 'a') t);
    named  constant text := format('\m(ref|ingest|settled?|rollup|score)\.(?!%s)(?=[\w%%])', shared);
    command text;
begin
    for command in
        with recursive thing as (
            select c.oid, n.nspname as room, c.relname as name, c.relkind as kind
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
             where n.nspname = any (rooms) and (n.nspname <> 'ingest' or c.relname in ('dirty', 'clock'))
            union all
            select 'merit.agent_month_metric'::regclass, 'score', 'agent_month_metric', 'v'
        ), edge as (
            select distinct r.ev_class as view, d.refobjid as reads
              from pg_rewrite r
              join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass
             where d.refobjid <> r.ev_class
        ), height (oid, n) as (
            select t.oid, 0 from thing t where t.kind = 'v'
            union
            select e.view, h.n + 1 from height h join edge e on e.reads = h.oid
        )
        select d.command
          from (select 1 as place, 0 as height, format('create schema other_%s', r) as command from unnest(rooms) r
                union all
                select 2, 0, format('create table other_%1$s.%2$I (like %1$s.%2$I including all)', t.room, t.name) from thing t where t.kind = 'r'
                union all
                select 3, 0, pg_get_functiondef(p.oid)
                  from pg_proc p
                  join pg_namespace n on n.oid = p.pronamespace
                 where n.nspname = any (rooms) and n.nspname <> 'ingest' and p.prokind = 'f' and p.prorettype <> 'trigger'::regtype
                union all
                select 4, (select max(h.n) from height h where h.oid = t.oid),
                       format('create view other_%s.%I as %s', t.room, t.name, pg_get_viewdef(t.oid)) from thing t where t.kind = 'v'
                union all
                select 5, 0, format('insert into other_%1$s.%2$I overriding system value select * from %1$s.%2$I', t.room, t.name)
                  from thing t
                 where t.kind = 'r' and (t.room = 'ref' or t.room = 'settle' and t.name in ('bucket', 'state')
                                         or t.room = 'score' and t.name in ('scheme', 'indicator', 'grade', 'rule', 'operator'))
                union all  -- what is added comes after what was copied
                select 6, 0, format('select setval(pg_get_serial_sequence(%1$L, %2$L), max(%2$I)) from %1$s', format('other_%s.%I', t.room, t.name), a.attname)
                  from thing t join pg_attribute a on a.attrelid = t.oid and a.attidentity <> '') d
         order by d.place, d.height
    loop
        execute case when command like 'create table %' or command like 'insert %' or command like 'create schema %' then command
                     else regexp_replace(regexp_replace(command, named, 'other_\1.', 'g'), '\mmerit\.agent_month_metric\M',
                                         'other_score.agent_month_metric', 'g') end;
    end loop;
end $$;

comment on function score.copy_rooms() is
    'Makes the rooms ref, ingest, settle, settled, rollup and score once more, as other_ref and so on, with rules, hours and schemes, and with '
    'nothing settled. They read the same facts. For a transaction that is rolled back.';
