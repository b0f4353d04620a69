-- What people must not see they do not see by any way round: not by a plan, statistics, sequences, another line of the
-- ledger, or a report.
begin;
\ir ../period/fixture.psql
\ir ../../../sql/roles/create.sql
\ir ../../../sql/roles/grant.sql
set local merit.now = '';
select plan(49);

create role fixture_mei; create role fixture_lan; create role fixture_zhao; create role fixture_pay;
grant merit_agent to fixture_mei, fixture_lan; grant merit_lead to fixture_zhao; grant merit_payroll to fixture_pay;
insert into ref.login values ('fixture_mei', 'mei'), ('fixture_lan', 'lan'), ('fixture_zhao', 'zhao');
grant usage on schema fixture to public;
grant select on all tables in schema fixture to public;
do $$ begin
    perform fixture.staff('mei', 'east'), fixture.staff('lan', 'east'), fixture.staff('wei', 'west'), fixture.staff('zhao', 'east', role => 'lead');
    perform fixture.month('2025-01-01', '{"mei": 100, "lan": 70, "wei": 85, "zhao": 85}');
    perform fixture.close('2025-01-01');
    -- lan's penalty of 100 meets a commission of 30: 70 are waived
    perform pay.set_input('[{"month": "2025-01", "agent": "lan", "input": "own_commission", "amount": "30"},
                            {"month": "2025-01", "agent": "lan", "input": "shared_commission", "amount": "0"}]');
    perform pay.settle_pay('2025-01-01');
end $$;
select is(fixture.lines('2025-01-01'), 'mei first reward 100.00, lan last penalty -100.00, lan last waived 70.00', 'what stands in the ledger');

create function fixture.as(role_name text, query text) returns text language plpgsql as $$
declare
    line   text;
    answer text;
begin
    execute format('set local role %I', role_name);
    for line in execute query loop
        answer := concat_ws(E'\n', answer, line);
    end loop;
    execute 'reset role';
    return answer;
exception when insufficient_privilege then
    execute 'reset role';
    return 'refused';
end $$;

-- Scores: by key once they are kept, and the same; a condition is asked about nobody whom the reader may not see.
create table fixture.asked (agent text);
create function fixture.ask(agent text) returns boolean language sql security definer cost 0.0001
as $$ insert into fixture.asked values (agent) returning true $$;
create table fixture.shown as
select r.role, v.name, format('select v from merit.%I v where month = ''2025-01-01'' order by v', v.name) as query, null::text as made
  from unnest(array['fixture_mei', 'fixture_lan', 'fixture_zhao', 'meritd_close']) r(role) cross join unnest(array['own_score', 'own_indicator']) v(name);
update fixture.shown set made = fixture.as(role, query);
do $$ begin while period.keep('0') is not null loop end loop; end $$;
update score.kept_result set grade = 'kept' where month = '2025-01-01';
update score.kept_indicator set weight = weight + 1000 where month = '2025-01-01';
select is((select string_agg(distinct split_part(split_part(fixture.as(s.role, s.query), ',', 6), ',', 1), '') from fixture.shown s
            where s.name = 'own_score' and s.role <> 'meritd_close'), 'kept', 'what is kept is read from there');
insert into score.stale (since, until) values ('-infinity', 'infinity');
do $$ begin while period.keep('0') is not null loop end loop; end $$;
select is(fixture.as(s.role, s.query), s.made, s.role || ' reads the same in merit.' || s.name) from fixture.shown s order by s.role, s.name;
select isnt(s.made, null, s.role || ' reads something in merit.' || s.name) from fixture.shown s order by s.role, s.name;
select fixture.as('fixture_lan', format('select count(*) from merit.%I where fixture.ask(agent)', v)) from unnest(array['own_score', 'own_indicator']) v;
select is((select array_agg(distinct agent) from fixture.asked), array['lan'], 'a condition learns of nobody else');

-- The ledger.
select is(fixture.as(role, 'select concat_ws('' '', agent, kind, amount) from merit.ledger order by line'), seen, role || ' in the ledger')
  from (values ('fixture_mei', 'mei reward 100.00'), ('fixture_lan', E'lan penalty -100.00\nlan waived 70.00'),
               ('fixture_zhao', E'mei reward 100.00\nlan penalty -100.00'), ('meritd_close', E'mei reward 100.00\nlan penalty -100.00'),
               ('fixture_pay', E'mei reward 100.00\nlan penalty -100.00\nlan waived 70.00')) v (role, seen);
select is(fixture.as(role, 'select count(hash) from merit.ledger'), hashes, role || ' sees so many hashes')
  from (values ('fixture_mei', '0'), ('fixture_zhao', '0'), ('meritd_close', '0'), ('fixture_pay', '3')) v (role, hashes);
select is(fixture.as('meritd_close', query), 'refused', 'the closing role reads no wages: ' || query)
  from unnest(array['select inputs from pay.settlement', 'select amount from pay.ledger', 'select amount from pay.unreversed', 'select amount from pay.input']) query;
select is(fixture.as('meritd_close', 'select revision from pay.settlement'), '0', 'but that they are settled');
select unalike(fixture.as('meritd_close', 'select period.close(''2025-01-01'')'), '%waived"%', 'nor does the report of a month tell');
select isnt_empty('select from pay.ledger where kind = ''waived'' and hash = pay.head()', 'the head, which everybody may know, is that of the waiver');
select is_empty($$ select a from pay.ledger l cross join generate_series(0, 100) a
                    where l.kind = 'waived' and pay.head() = encode(sha256(convert_to(pay.ledger_text(jsonb_populate_record(l, jsonb_build_object(
                          'amount', a, 'note', 'beyond the month''s commission'))), 'UTF8')), 'hex') $$, 'but no amount that one tries out has it');
select is_empty($$ select j.relation from pay.journal j
                     join (select 'pay.input', to_jsonb(i) from pay.input i union all select 'pay.settlement', to_jsonb(s) from pay.settlement s) r(relation, known)
                       using (relation)
                     join pay.hashed() h using (relation)
                    where j.content = pay.digest(r.known || '{"salt": null}', h.columns) $$, 'nor has the journal what one tries out of payroll''s figures');

-- Plans: nothing is filtered where the caller looks.
create table fixture.visible as
select h.role, c.oid::regclass::text as relation
  from unnest(array['fixture_mei', 'fixture_zhao', 'merit_reader']) h (role)
  join pg_class c on c.relkind in ('r', 'v') and has_any_column_privilege(h.role, c.oid, 'select')
 where c.relnamespace in (select oid from pg_namespace where nspname in ('ref', 'ingest', 'fact', 'settle', 'settled', 'rollup', 'score', 'merit', 'period',
                                                                         'pay', 'post', 'web'));
select cmp_ok((select count(*) from fixture.visible), '>', 20::bigint, 'what leads, agents and readers may read');
select is_empty($$ select * from fixture.visible where relation !~ '^merit\.' $$, 'are views of merit alone');
select is_empty($$ select v.role, v.relation, p.plan from fixture.visible v
                    cross join lateral fixture.as(v.role, 'explain (analyze, costs off, timing off) select * from ' || v.relation) p (plan)
                    where p.plan ~ 'Rows Removed' $$, 'and their plans remove no rows');
select is_empty($$ select c.oid::regclass from pg_class c where c.relrowsecurity and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' $$,
                'nothing is hidden row by row');

-- Statistics, sequences.
analyze pay.ledger, pay.input, period.result, period.metric;
select is(fixture.as(role, 'select count(*) from pg_stats where schemaname in (''pay'', ''period'', ''settled'', ''rollup'')'), '0', role || ' sees no statistics')
  from unnest(array['fixture_mei', 'fixture_zhao', 'merit_operator', 'merit_reader']) role;
select is_empty($$ select s.oid::regclass, r from pg_class s cross join unnest(array['merit_lead', 'merit_agent', 'merit_payroll', 'merit_operator', 'merit_reader']) r
                    where s.relkind = 'S' and s.relnamespace::regnamespace::text in ('fact', 'period', 'pay', 'post', 'web')
                      and has_sequence_privilege(r, s.oid, 'usage, select, update') $$, 'nobody reads a sequence');

-- A role counts by its rights: not while a membership without them is not taken up.
create role fixture_idle noinherit;
grant meritd_close, merit_lead to fixture_idle;
grant usage on schema merit to fixture_idle;
grant execute on function merit.has_role(text), merit.caller() to fixture_idle;
select is(fixture.as('fixture_idle', 'select merit.has_role(''meritd_close'')'), 'false', 'an idle membership is none');
do $$ begin execute format('grant %I to fixture_idle', (select n.nspowner::regrole::text from pg_namespace n where n.nspname = 'merit')); end $$;
grant execute on function merit.closes(), merit.is_owner() to fixture_idle;
select is(fixture.as('fixture_idle', 'select merit.closes()'), 'false', 'one of the owner neither');
select is(fixture.as('fixture_mei', 'select merit.has_role(''merit_agent'')'), 'true', 'one with its rights is');

select * from finish();
rollback;
