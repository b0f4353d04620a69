-- Every role x every object, against the table of docs/roles.md; what agents and leads see; who may name
-- an instant, and who is held to the clock.
begin;
\ir ../period/fixture.psql
\ir ../../../sql/roles/create.sql
\ir ../../../sql/roles/grant.sql
\set roles `for up in . .. ../.. ../../..; do cat $up/docs/roles.md && break; done 2>/dev/null`
select plan(154);

-- The table of the docs: one row per line and role.
create table fixture.header as
select btrim(name) as role, place
  from string_to_table((select text from string_to_table(:'roles', E'\n') text where text like '| object |%'), '|')
       with ordinality as t (name, place)
 where name ~ 'merit';
create table fixture.line as
select t.place, split_part(t.text, '`', 2) as pattern, h.role, btrim((string_to_array(t.text, '|'))[h.place]) as letters
  from string_to_table(:'roles', E'\n') with ordinality as t (text, place)
 cross join fixture.header h
 where t.text ~ '^\| `(schema|table|view|function) ';
select is((select array_agg(role::text order by place) from fixture.header),
          array['meritd_ingest', 'meritd_settle', 'meritd_close', 'merit_lead', 'merit_agent', 'merit_payroll',
                'merit_operator', 'merit_reader'], 'the table has a column for every role');
select is((select array_agg(rolname::text order by rolname) from pg_roles where rolname ~ '^meritd?_'
            and rolname::text <> all (select role from fixture.header)), array['meritd_web'], 'but for the one of the pages');

create table fixture.object as
select 'schema ' || n.nspname as name, n.oid, 's' as kind
  from pg_namespace n where n.nspname in ('ref', 'ingest', 'fact', 'settle', 'settled', 'rollup', 'score', 'merit', 'period', 'pay', 'post', 'web')
union all
select case c.relkind when 'v' then 'view ' else 'table ' end || o.nspname || '.' || c.relname, c.oid, 'r'
  from pg_class c join pg_namespace o on o.oid = c.relnamespace
 where o.nspname in ('ref', 'ingest', 'fact', 'settle', 'settled', 'rollup', 'score', 'merit', 'period', 'pay', 'post', 'web')
   and c.relkind in ('r', 'v', 'm', 'p')
union all
select 'function ' || o.nspname || '.' || p.proname, p.oid, 'f'
  from pg_proc p join pg_namespace o on o.oid = p.pronamespace
 where o.nspname in ('ref', 'ingest', 'fact', 'settle', 'settled', 'rollup', 'score', 'merit', 'period', 'pay', 'post', 'web');

create table fixture.privilege as
select o.name, h.role,
       case o.kind
       when 's' then case when has_schema_privilege(h.role, o.oid, 'create') then 'C' else '' end
                     || case when has_schema_privilege(h.role, o.oid, 'usage') then 'U' else '' end
       when 'f' then case when has_function_privilege(h.role, o.oid, 'execute') then 'x' else '' end
       else (select coalesce(string_agg(v.letter, '' order by v.place), '')
               from (values (1, 's', 'select'), (2, 'i', 'insert'), (3, 'u', 'update'), (4, 'd', 'delete'), (5, 't', 'truncate'),
                            (6, 'r', 'references'), (7, 'g', 'trigger')) as v (place, letter, privilege)
              where has_table_privilege(h.role, o.oid, v.privilege)
                 or (v.place in (1, 2, 3, 6) and has_any_column_privilege(h.role, o.oid, v.privilege))) end as has,
       (select l.letters from fixture.line l
         where l.role = h.role and o.name like replace(replace(l.pattern, '_', '\_'), '*', '%')
         order by l.place limit 1) as should
  from fixture.object o
 cross join fixture.header h;
select is_empty($$ select name from fixture.privilege where should is null $$, 'every object has a line');
select is_empty($$ select name, role, has, should from fixture.privilege where has <> should order by 1, 2 $$,
                'every role has on every object what the table says, and nothing else');
select cmp_ok((select count(*) from fixture.privilege), '>', 2000::bigint, 'that was every role on every object');
select set_eq($$ select o.name from fixture.object o where case o.kind
                  when 's' then has_schema_privilege('meritd_web', o.oid, 'usage')
                  when 'f' then has_function_privilege('meritd_web', o.oid, 'execute')
                  else has_any_column_privilege('meritd_web', o.oid, 'select, insert, update, references')
                       or has_table_privilege('meritd_web', o.oid, 'delete, truncate, trigger') end $$,
              array['schema ref', 'schema ingest', 'function ingest.schema_version', 'function ref.shop_differences'],
              'which has next to nothing of its own');
select is((select rolinherit or rolcanlogin or rolcreaterole or rolsuper from pg_roles where rolname = 'meritd_web'), false,
          'nor by those whom it may become');
select is_empty($$ select pattern from fixture.line l where not exists (select from fixture.object o
                    where o.name like replace(replace(l.pattern, '_', '\_'), '*', '%')) and pattern !~ '\*$' $$,
                'every line that names an object names one that is there');
select is_empty($$ select o.name from fixture.object o where o.kind in ('r', 'f')
                    and coalesce(obj_description(o.oid, case o.kind when 'f' then 'pg_proc' else 'pg_class' end), '') = '' $$,
                'every table, view and function has a comment');
select is_empty($$ select 1 from pg_class c where c.relkind = 'S' and c.relnamespace::regnamespace::text in ('fact', 'period', 'post')
                    and exists (select from fixture.header h where has_sequence_privilege(h.role, c.oid, 'update')) $$,
                'no role may turn a sequence');

-- Two agents of team east, one of west, and the lead of east; January is closed, today by the clock.
set local merit.now = '';
set local merit.told_clock = off;
create role fixture_mei; create role fixture_lan; create role fixture_zhao; create role fixture_pay;
grant merit_agent to fixture_mei, fixture_lan; grant merit_lead to fixture_zhao; grant merit_payroll to fixture_pay;
grant usage on schema fixture to public;
grant select on all tables in schema fixture to public;
insert into ref.login values ('fixture_mei', 'mei'), ('fixture_lan', 'lan'), ('fixture_zhao', 'zhao');
select fixture.staff('mei', 'east'), fixture.staff('tao', 'north', lead => 'zhao'), fixture.staff('wei', 'west'),
       fixture.staff('lan', 'west'), fixture.staff('zhao', 'east', role => 'lead');
select fixture.month('2025-01-01', '{"mei": 100, "wei": 85, "lan": 70, "tao": 55, "zhao": 100}');
select period.close('2025-01-01', accept_warnings => true);
select pay.set_input(jsonb_agg(jsonb_build_object('month', '2025-01', 'agent', a, 'input', 'own_commission', 'amount', 10))) from unnest(array['mei', 'tao']) a;

create function fixture.as(role_name text, query text) returns text language plpgsql as $$
declare
    answer text;
begin
    execute format('set local role %I', role_name);
    execute query into answer;
    execute 'reset role';
    return answer;
exception when insufficient_privilege then
    execute 'reset role';
    return 'refused';
end $$;
create function fixture.sees(role_name text, relation text) returns text language sql as $$
    select fixture.as($1, format('select string_agg(distinct agent, '' '' order by agent) from %s', $2))
$$;
select is(fixture.as('fixture_mei', 'select merit.me()'), 'mei', 'an agent is who its login says');
select is(fixture.as('merit_agent', 'select merit.me()'), null, 'the role alone is nobody');
select is(fixture.sees('fixture_mei', r), 'mei', 'an agent sees itself in ' || r)
  from unnest(array['merit.own_score', 'merit.own_metric', 'merit.own_indicator', 'merit.result', 'merit.result_metric',
                    'merit.result_indicator', 'merit.ledger', 'merit.pay_statement']) r;
select is(fixture.sees('fixture_zhao', r), 'mei tao zhao', 'a lead sees its teams in ' || r)
  from unnest(array['merit.own_score', 'merit.own_metric', 'merit.result', 'merit.result_metric']) r;
create function fixture.teams(role_name text) returns text language sql as $$
    select fixture.as($1, 'select string_agg(distinct team, '' '' order by team) from merit.team_month_metric')
$$;
create function fixture.figures(role_name text) returns text language sql as $$
    select fixture.as($1, 'select string_agg(distinct t, '' '' order by t) from unnest(array[''east'', ''north'', ''west'']) t
                            cross join merit.team_figures(t, ''month'', ''2025-01-01'', ''2025-01-31'', array[''received''])')
$$;
select is(fixture.teams('meritd_close'), 'east north west', 'the closing role sees every team''s sums');
select is(fixture.teams('fixture_zhao'), 'east north', 'a lead those of teams in which everybody is the lead''s');
select fixture.staff('uma', 'north');
select is(fixture.teams('fixture_zhao'), 'east', 'and not of a team of which some are somebody else''s');
select is(array[fixture.figures('meritd_close'), fixture.figures('fixture_zhao'), fixture.figures('fixture_mei'), fixture.figures('merit_reader')],
          array['east north west', 'east', 'refused', 'refused'], 'asked for by name they are the same');
select fixture.staff('uma', status => 'left', day => '2025-01-02');
select is(fixture.teams('fixture_zhao'), 'east north', 'until they have left');
select is(fixture.as(r, 'select count(*) from merit.team_day_metric'), 'refused', r || ' sees no team''s')
  from unnest(array['fixture_mei', 'merit_reader']) r;
select is(fixture.as('fixture_zhao', 'select count(*) from merit.shop_day_metric'), 'refused', 'a lead does not see the shop''s');
select is(fixture.as('merit_reader', q), '100', 'readers see the shop''s value of five') from unnest(array['select value from merit.shop_month_metric where metric = ''received''']) q;
select is(fixture.as('meritd_close', q) || coalesce(fixture.as('merit_reader', q), '-'), '0.00-', 'and none of fewer than three')
  from unnest(array['select value from merit.shop_month_metric where metric = ''sales''']) q;
select is(fixture.as(r, $$ select string_agg(concat_ws(' ', total, rank, place, amount), ', ') from merit.year_sheet('mei', 2025) $$), seen, r || ' sees of mei''s year: ' || coalesce(seen, 'nothing'))
  from (values ('fixture_mei', '100.00 1 first 100.00'), ('fixture_zhao', '100.00 1 first 100.00'), ('fixture_lan', null)) v(r, seen);
select is(fixture.sees('fixture_zhao', 'merit.ledger'), 'mei tao', 'and who of them has lines');
select is(fixture.sees('fixture_lan', 'merit.action'), 'lan', 'an agent sees its own actions');
select is(fixture.sees('fixture_pay', 'merit.ledger'), 'mei tao', 'payroll sees the ledger');
select is(fixture.sees('fixture_pay', 'merit.pay_statement'), 'mei tao', 'and every statement');
select is(fixture.sees('fixture_zhao', 'merit.pay_statement'), null, 'a lead sees no pay but its own');
select is(fixture.as('merit_reader', 'select agents from merit.shop_month_metric where metric = ''target_completion'''), '5',
          'readers see sums');
select is(fixture.as('merit_reader', q), 'refused', 'and no names: ' || q)
  from unnest(array['select agent from merit.score limit 1', 'select agent from merit.result limit 1',
                    'select agent from merit.agent_month_metric limit 1']) q;
select is(fixture.as('merit_operator', 'select state from merit.period where month = ''2025-01-01'''), 'closed',
          'operators see the months');
select is(fixture.as('fixture_mei', 'select period.appeal_file(''2025-01-01'', ''mei'', ''target_completion'', ''no'') > 0'),
          'true', 'an agent appeals for itself');
select throws_like($$ select fixture.as('fixture_mei', 'select period.appeal_file(''2025-01-01'', ''lan'', ''sales'', ''no'')') $$,
                   'fixture_mei may not appeal for lan', 'and for nobody else');
select is(fixture.as('fixture_zhao', 'select (period.appeal_decide((select max(id) from merit.appeal), false, ''no'')) ->> ''accepted'''),
          'false', 'its lead decides');
select is((select decided_by from merit.appeal), session_user || ' as fixture_zhao', 'by name');
select ok((select filed_at > now() and decided_at > filed_at and decided_at < clock_timestamp() from merit.appeal),
          'at the clock''s time, not at that of a transaction that somebody held open');
select throws_like(format($$ select period.action_set(%s, 'done', 'x') $$, id), 'fixture_zhao may not change action%', 'a lead changes no action of another team')
  from (select set_config('role', 'fixture_zhao', true), id from period.action where agent = 'lan') x;
reset role;

insert into fact.order_event (order_id, hash, at, type, day, customer, amount, flagged)
values ('o1', 1, '2025-01-10Z', 'created', '2025-01-10', gen_random_uuid(), 10, false);
select is(fixture.as('fixture_zhao', 'select fact.exclude(''credit'', ''o1'', ''mine'', credit_to => ''mei'')'), 'refused',
          'a lead hands no credit over without an appeal');
select throws_like($$ select fixture.as('meritd_close', 'select fact.exclude(''order'', ''o1'', ''x'', ''mail'', appeal => (select max(id) from merit.appeal))') $$,
                   'appeal % is not accepted', 'nobody does in the name of one that was rejected');
select is(fixture.as('fixture_zhao', 'select fact.exclude(''order'', ''o1'', ''a test'')'), 'refused', 'nor leaves anything out');

-- What the roles are for, they can do.
select fixture.month('2025-02-01', '{"mei": 100, "lan": 70}');
select is(fixture.as('meritd_close', 'select period.close(''2025-02-01'', accept_warnings => true) ->> ''done'''), 'true', 'the closing role closes');
select is((select closed_by from period.closing where month = '2025-02-01'), session_user || ' as meritd_close', 'by the login behind it');
select is(fixture.as('meritd_close', q), answer, 'the closing role reads: ' || q)
  from (values ('select count(*) from merit.score where month = ''2025-02-01''', '2'), ('select count(*) from merit.result where month = ''2025-02-01''', '2'),
               ('select count(*) from merit.month_drift where month = ''2025-02-01''', '0'), ('select count(*) from pay.verify_ledger()', '0'),
               ('select amount from pay.input', 'refused')) v (q, answer);
select is(fixture.as('merit_payroll', 'select pay.set_input(''[{"month": "2025-02", "agent": "lan", "input": "own_commission", "amount": "5"},
              {"month": "2025-02", "agent": "lan", "input": "shared_commission", "amount": "5"}]'')'), '2', 'payroll sets its input');
select is(fixture.as('merit_payroll', 'select pay.settle_pay(''2025-02-01'') #>> ''{lines,0,amount}'''), '90.00', 'and settles');
select is(fixture.as('merit_payroll', 'select amount from pay.payroll(''2025-02-01'') where record = ''total'''), '90.00', 'and reads the payroll');
select is(fixture.as('meritd_ingest', 'select ingest.write(null, null, null, null,
              array[row(''o2'', 1, ''created'', ''2025-02-10Z'', ''2025-02-10'', gen_random_uuid(), 100, null, null, null, null)::ingest.order_event_row],
              array[row(''t1'', 1, ''created'', ''2025-02-10Z'', ''2025-02-10'', null, ''mei'', null, null, null, null, null, null, null)::ingest.ticket_event_row],
              null, null, null, null, null, null, null)'), '0', 'the daemon writes');
select is(fixture.as('meritd_settle', 'select (r).worked from settle.run(now()) r'), 'true', 'the settler settles');
select is(fixture.as('meritd_settle', 'select count(*) from rollup.verify(''2025-02-01'', ''2025-03-01'') where object = ''settled.orders'''), '0', 'and verifies');
select is(fixture.as('merit_operator', 'select count(*) > 0 from merit.data_quality'), 'true', 'operators see data quality');
select is(fixture.as('merit_operator', 'select merit.status() #>> ''{dead_letters,total}'''), (select count(*)::text from ingest.dead_letter),
          'and the status, of tables that they may not read');
select ref.load_hours('{"shop": {"weekly": {"mon": ["08:00-09:00"]}}}', '2026-12-01');
select is(fixture.as(r, 'select concat_ws('' '', (select count(*) from ref.service_hours), (select count(*) from ref.shown_hours(''2026-12-07'', ''2026-12-07'')),
                             (select count(*) from ref.hours_differences(ref.hours_on(''2026-11-30''), ''{}'')), (select count(*) from ref.hours_problems(''[]'')))'),
          '1 1 0 1', r || ' looks at service hours') from unnest(array['meritd_close', 'merit_operator']) r;
select is(fixture.as(r, 'select ref.counted_ms(''x'', ''2026-12-07 08:59:50Z'', ''2026-12-07 12:00Z'') || '' '' || ref.is_suspended(''2026-12-07Z'')'), '10000 false',
          r || ' counts by them') from unnest(array['meritd_settle', 'meritd_close']) r;
select is(fixture.as(r, 'select ref.load_hours(''{}'', ''2026-12-01'')'), 'refused', r || ' loads none')
  from unnest(array['meritd_ingest', 'meritd_settle', 'meritd_close', 'merit_lead', 'merit_operator']) r;
select is(fixture.as(r, 'select ref.set_alias(''lan.2'', ''lan'', ''2025-02-01'', null)'), 'refused', r || ' does not say whose an account is')
  from unnest(array['meritd_ingest', 'meritd_settle', 'merit_lead', 'merit_agent', 'merit_operator']) r;
select is(fixture.as('meritd_close', 'select ref.set_alias(''lan.2'', ''lan'', ''2025-02-01'', null)'), 'true', 'the closing role does');
select is((select made_by from ref.alias_change), session_user || ' as meritd_close', 'by the login behind it');
insert into ref.login values ('meritd_close', 'lan.2');
select is(fixture.as('meritd_close', format('select ref.set_alias(%L, %L, ''2025-02-01'', null)', account, agent)), 'refused', 'but not of itself: ' || account || ', ' || agent)
  from (values ('lan.2', 'mei'), ('mei.2', 'lan.2'), ('lan', 'mei'), ('mei.2', 'lan')) v(account, agent);
update ref.login set agent = 'lan' where login = 'meritd_close';
select is(fixture.as('meritd_close', format('select ref.set_alias(''lan.2'', %L, ''2025-02-01'', null)', agent)), 'refused', 'nor of an account of its own: lan.2, ' || agent)
  from unnest(array['lan.2', 'mei']) agent;
update ref.login set agent = 'mei' where login = 'meritd_close';
select is(fixture.as('meritd_close', format('select ref.set_alias(''tao.2'', ''tao'', %L, null)', day)), answer, 'nor where mei''s own rank may move: ' || day)
  from (values ('2025-01-31', 'refused'), ('2025-02-28', 'refused'), ('2025-03-01', 'true')) v(day, answer);
delete from ref.login where login = 'meritd_close';
select is(fixture.as('merit_operator', 'select concat_ws('' '', account, agent, (select count(*) from ref.alias_change)) from ref.agent_alias where account = ''lan.2'''), 'lan.2 lan 2', 'operators see whose accounts are whose');
select is(fixture.as('meritd_close', 'select ref.set_alias(''lan.2'', ''lan.2'', ''2025-02-01'', null)'), 'true', 'and it ends');
select is(fixture.as(r, 'select ingest.schema_version()::text || count(*) from ref.shop_differences(''shop'', ''UTC'', ''00:00'', ''CNY'', ''{}'', ''key'', ''en'')'),
          (select max(version)::text || 0 from ref.migration), r || ' asks what every command asks first')
  from unnest(array['meritd_ingest', 'meritd_settle', 'meritd_close', 'merit_lead', 'merit_agent', 'merit_payroll', 'merit_operator']) r;
select is(fixture.as(r, 'select concat_ws('' '', e.lines, e.head, (select count(*) from period.verify())) from pay.ledger_end() e'),
          (select concat_ws(' ', count(*), (array_agg(hash order by line desc))[1], 0) from pay.ledger), r || ' sees where the ledger ends, and checks')
  from unnest(array['meritd_close', 'merit_payroll', 'merit_operator']) r;
select is(fixture.as('merit_reader', 'select merit.status()'), 'refused', 'readers see no status');
select is(fixture.as(r, 'select period.close(''2025-02-01'')'), 'refused', r || ' does not close')
  from unnest(array['meritd_ingest', 'meritd_settle', 'merit_lead', 'merit_agent', 'merit_payroll', 'merit_operator', 'merit_reader']) r;

-- The clock decides: nobody names an instant, by argument or setting.
create function fixture.told(role_name text, query text, present text) returns text language plpgsql as $$
begin
    perform set_config('merit.now', present, true);
    execute format('set local role %I', role_name);
    execute query;
    execute 'reset role';
    return 'it was done';
exception when insufficient_privilege or object_not_in_prerequisite_state then
    return sqlerrm;
end $$;
create table fixture.act (role, query, dated) as values
('fixture_mei', 'period.appeal_file(''2025-02-01'', ''mei'', ''target_completion'', ''late''%s)', true),
('fixture_zhao', 'period.appeal_file(''2025-02-01'', ''mei'', ''target_completion'', ''late''%s)', true),
('fixture_zhao', 'period.appeal_decide(0, false, ''no''%s)', true),
('fixture_zhao', 'period.action_set((select min(id) from merit.action where agent = ''tao''), ''done''%s)', true),
('fixture_zhao', 'fact.exclude(''order'', ''o2'', ''a test''%s)', true),
('fixture_zhao', 'fact.include(0, ''no test''%s)', true),
('fixture_pay', 'pay.settle_pay(''2025-02-01''%s)', false),
('fixture_pay', 'pay.set_input(''[]''%s)', false),
('fixture_pay', 'pay.reverse_streak(1, ''x''%s)', false);
select is(fixture.told(a.role, 'select ' || format(a.query, ', as_of => ''2025-03-12Z'''), ''),
          a.role || ' may not act as of 2025-03-12 00:00: the clock decides', a.role || ' names no instant to ' || split_part(a.query, '(', 1))
  from fixture.act a where a.dated;
select is(fixture.told(a.role, 'select ' || format(a.query, ''), '2025-03-12Z'),
          a.role || ' may not act as of 2025-03-12 00:00: the clock decides', 'nor sets one: ' || a.role || ', ' || split_part(a.query, '(', 1))
  from fixture.act a;
select is(fixture.told('fixture_zhao', 'select ' || format(a.query, ''), ''), 'it was done', 'by the clock it does: ' || a.query)
  from fixture.act a where a.query ~ 'action_set';
select ok((select changed_at > now() and changed_at < clock_timestamp() from period.action_change), 'at the clock''s time');
select is_empty($$ select p.oid::regprocedure from pg_proc p where p.pronamespace::regnamespace::text in ('fact', 'period', 'pay', 'post', 'web')
                      and 'as_of' = any (p.proargnames) and p.prosrc !~ 'merit\.(decision_time|told)\(as_of\)' $$,
                'every function of month end that takes as_of asks whether it counts');
select is(fixture.told(r, 'select ' || q || ', as_of => ''2025-03-12Z'')', ''), r || ' may not act as of 2025-03-12 00:00: the clock decides', r || ' neither: ' || q)
  from (values ('meritd_close', 'period.appeal_file(''2025-02-01'', ''mei'', ''target_completion'', ''by letter'''), (current_user::text, 'period.revise(''2025-02-01'', ''x'''),
               ('meritd_close', 'period.revise(''2025-02-01'', ''x'''), ('merit_operator', 'fact.exclude(''conversation'', ''c1'', ''a test''')) v (r, q);
-- Nobody chooses who it is: neither as the role that it takes nor as its login.
select is(fixture.as('merit_operator', format('insert into ref.login values (%L, ''mei'') returning agent', login)), answer, 'an operator and the row of ' || login)
  from (values ('merit_operator', 'refused'), (session_user::text, 'refused'), ('fixture_new', 'mei')) v (login, answer);
insert into ref.login values ('merit_operator', 'wei');
select is(fixture.as('merit_operator', query), 'refused', query)
  from unnest(array['delete from ref.login where login = ''merit_operator'' returning agent', 'update ref.login set agent = ''mei'' where login = ''merit_operator'' returning agent',
                    'update ref.login set login = ''merit_operator'' where login = ''fixture_new'' returning agent']) query;
delete from ref.login where login = 'merit_operator';
select fixture.month('2025-03-01', '{"mei": 100, "lan": 70}');
select set_config('merit.told_clock', 'on', true), set_config('merit.now', '2025-04-10Z', true), period.close('2025-03-01', accept_warnings => true), set_config('merit.now', '', true), set_config('merit.told_clock', 'off', true);
select alike(fixture.told('fixture_mei', 'select period.appeal_file(''2025-03-01'', ''mei'', ''target_completion'', ''late'')', ''),
             'the 7 days to appeal in ended at 2025-04-17 00:00', 'by the clock an agent is late for March');
select is(fixture.as('meritd_settle', 'select (r).worked from settle.run(''2025-03-14Z'') r'), 'true', 'and the settler settles as of an instant');
select fixture.staff('lan', 'east', day => '2025-02-01');
select fixture.staff('lan', 'west', day => '2025-03-01');
set local merit.now = '2025-02-15Z';
select is(fixture.sees('fixture_zhao', 'merit.result'), 'mei tao zhao', 'a lead sees today''s teams, whatever merit.now says');
select is(fixture.as('fixture_mei', 'select merit.now()'), '2025-02-15 00:00:00+00', 'which is for reading');
set local merit.now = '';

-- A lead who left sees nobody's numbers but those of its own, though it is still named; back again, all of them.
select fixture.staff('zhao', status => 'left', day => (clock_timestamp() at time zone 'UTC')::date - 1);
select is(fixture.sees('fixture_zhao', r), 'zhao', 'a lead who left sees its own alone in ' || r)
  from unnest(array['merit.own_score', 'merit.result']) r;
select alike(fixture.told('fixture_zhao', format('select period.action_set(%s, ''done'')', (select min(id) from period.action where agent = 'tao')), ''),
             'fixture_zhao may not change action%', 'and decides nothing');
select fixture.staff('zhao', status => 'regular', day => (clock_timestamp() at time zone 'UTC')::date);
select is(fixture.sees('fixture_zhao', 'merit.result'), 'mei tao zhao', 'until it is back');

-- Nobody changes a closed month.
create function fixture.attempts() returns setof text language plpgsql as $$
declare
    one record;
begin
    for one in
        select h.role, t.statement
          from (select role from fixture.header union select 'fixture_mei' union select 'fixture_zhao' union select current_user) h
         cross join (select format(s.text, r.relation) as statement
                       from unnest(array['period.closing', 'period.closing_scheme', 'period.result', 'period.indicator', 'period.metric',
                                         'period.streak', 'period.skipped', 'period.action', 'period.action_change', 'period.appeal',
                                         'period.appeal_decision', 'period.signature', 'pay.ledger', 'pay.settlement', 'post.message', 'post.attempt']) r (relation)
                      cross join unnest(array['delete from %s', 'truncate %s cascade']) s (text)
                     union all
                     select unnest(array['update period.result set total = 100', 'update period.metric set value = 0',
                                         'update period.closing set closed_by = ''me''', 'update pay.ledger set amount = amount * 10',
                                         'insert into pay.ledger select * from pay.ledger',
                                         'insert into period.result select * from period.result',
                                         'insert into period.metric values (''2025-01-01'', 0, ''x'', ''y'', 1)'])) t
    loop
        begin
            execute format('set local role %I', one.role);
            execute one.statement;
            return next one.role || ' may ' || one.statement;
        exception when insufficient_privilege or object_not_in_prerequisite_state or unique_violation then
            null;
        end;
        execute 'reset role';
    end loop;
end $$;
select is_empty($$ select * from fixture.attempts() $$,
                'no role, the owner among them, updates, deletes, truncates or adds to what a close wrote');
set local session_replication_role = replica;
select throws_ok($$ delete from pay.ledger $$, '55000', null, 'nor where triggers are off for replication');

select * from finish();
rollback;
