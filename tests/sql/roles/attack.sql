-- Names of pg_temp are nobody's names in ours: every role shadows every type and relation of pg_catalog, and then calls every
-- function and reads every relation that it may. Nothing of that may run with somebody else's rights.
begin;
set local search_path = pg_catalog, public, pg_temp;  -- the test itself is not to be fooled
\ir ../period/fixture.psql
\ir ../../../sql/roles/create.sql
\ir ../../../sql/roles/grant.sql
select plan(12);

\ir fixture.psql
insert into ref.login values ('fixture_merit_lead', 'zhao'), ('fixture_merit_agent', 'mei');
select fixture.staff('mei', 'east'), fixture.staff('zhao', 'east', role => 'lead'), fixture.staff('lan', 'west');
select fixture.month('2025-01-01', '{"mei": 100, "lan": 70, "zhao": 85}'), fixture.month('2025-02-01', '{"mei": 100, "lan": 70, "zhao": 85}');
do $$ begin perform fixture.close('2025-01-01'); end $$;
select is((select count(*) from fixture.role where has_database_privilege(login, current_database(), 'temporary')
                                                or has_database_privilege(login, current_database(), 'create')
                                                or has_schema_privilege(login, 'public', 'create')), 0::bigint,
          'no role may make objects, temporary ones neither');

-- The attack. A sequence is not rolled back: whatever became of the call, it counts.
create sequence fixture.caught minvalue 0 start 0;
grant usage on schema fixture to public;
grant all on sequence fixture.caught to public;
grant select on fixture.metric, fixture.document to public;
grant temporary on database :"DBNAME" to merit_reader;  -- the search path alone has to hold
create table fixture.member as select * from pg_auth_members;

set local role merit_reader;
create function pg_temp.evil() returns boolean language plpgsql as $$
begin
    if current_user <> current_setting('fixture.attacker') then
        perform nextval('fixture.caught');
        execute format('grant meritd_close to %I', current_setting('fixture.attacker'));
    end if;
    return true;
end $$;
do $$ declare one record; begin
    for one in select t.typname from pg_type t where t.typnamespace = 'pg_catalog'::regnamespace and t.typtype = 'b' and t.typelem = 0 loop
        execute format('create domain pg_temp.%I as pg_catalog.%1$I check (pg_temp.evil())', one.typname);
    end loop;
    for one in select c.relname, string_agg(quote_ident(a.attname), ', ') as columns
                 from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
                where c.relnamespace = 'pg_catalog'::regnamespace and c.relkind in ('r', 'v')
                  and a.atttypid not in ('anyarray'::regtype, '_pg_statistic'::regtype)  -- of which no view is made
                group by c.relname loop
        execute format('create view pg_temp.%I as select %s from pg_catalog.%1$I where pg_temp.evil()', one.relname, one.columns);
        execute format('grant select on pg_temp.%I to public', one.relname);
    end loop;
end $$;
reset role;
select cmp_ok((select count(*) from pg_class c where c.relnamespace = pg_my_temp_schema() and c.relkind = 'v'), '>', 100::bigint, 'relations are shadowed');
select cmp_ok((select count(*) from pg_type t where t.typnamespace = pg_my_temp_schema() and t.typtype = 'd'), '>', 50::bigint, 'and types');

-- The attack works where a function lets it: what a hole looks like.
create function fixture.hole() returns date language sql security definer set search_path = '' as $$ select '2025-01-01'::date $$;
create function fixture.other_hole() returns bigint language plpgsql security definer set search_path = '' as $$
begin return (select count(*) from pg_roles); end $$;

-- Whether statement, run as login and undone, ran something of pg_temp with another's rights.
create function fixture.is_caught(login text, statement text) returns boolean language plpgsql set search_path = pg_catalog as $$
declare before bigint := (select last_value from fixture.caught);
begin
    perform set_config('fixture.attacker', login, true);
    begin
        execute format('set local role %I', login);
        execute statement;
        raise exception using errcode = 'MD001';
    exception when others then
        null;  -- refused or done: undone
    end;
    return (select last_value from fixture.caught) > before;
end $$;
select is(nextval('fixture.caught'), 0::bigint, 'nothing was caught yet');
select ok(fixture.is_caught('fixture_merit_reader', s), 'a function without the pin is caught: ' || s)
  from unnest(array['select fixture.hole()', 'select fixture.other_hole()']) s;

-- Nor does a trigger of ours run on a table of theirs, with an argument of theirs.
select is_empty($$ select p.oid::regprocedure, r.login from pg_proc p cross join fixture.role r
                    where p.prorettype = 'trigger'::regtype and has_function_privilege(r.login, p.oid, 'execute')
                      and p.pronamespace::regnamespace::text in ('ref', 'ingest', 'fact', 'settle', 'settled', 'rollup', 'score', 'merit',
                                                                 'period', 'pay', 'post', 'web') $$, 'nobody may execute a trigger''s function');
create schema theirs authorization fixture_meritd_close;
select throws_like($$ set local role fixture_meritd_close;
                      create table theirs.lure (since date, until date);
                      create trigger lure after insert on theirs.lure referencing new table as changed for each statement
                          execute function score.mark_stale('select l.since, l.until from theirs.evil() l') $$,
                   'permission denied for function %mark_stale', 'the closing role cannot put one on a table of its own');
select is(current_user, session_user, 'and that is undone');

insert into fixture.attempt
select 'fixture_' || role, statement
  from (values ('meritd_close', 'select period.close(''2025-02-01'', as_of => ''2025-03-12Z'', accept_warnings => true)'),
               ('meritd_close', 'select period.revise(''2025-01-01'', ''x'', as_of => ''2025-03-12Z'', accept_warnings => true)'),
               ('meritd_close', 'select period.set_settings(array[''month.appeal_days=3''])'),
               ('merit_operator', 'select post.set_receivers(''[{"receiver": "x", "kind": "file", "path": "/x"}]'')'),
               ('merit_payroll', 'select pay.set_input(''[{"month": "2025-01", "agent": "mei", "input": "own_commission", "amount": "5"}]'')')
       ) v (role, statement);
select cmp_ok((select count(*) from fixture.attempt), '>', 900::bigint, 'every role, on all that it may call or read');
select is_empty($$ select login, statement from fixture.attempt where fixture.is_caught(login, statement) $$,
                'nothing of pg_temp ran with another''s rights');
select is_empty($$ select * from pg_auth_members except select * from fixture.member $$, 'and nobody became a member of anything');

select * from finish();
rollback;
