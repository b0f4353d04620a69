-- Who may do what to whose numbers: every role, whose appeal, who filed; marks and targets set aside; who sees what changed.
begin;
\ir fixture.psql
\ir ../../../sql/roles/create.sql
\ir ../../../sql/roles/grant.sql
select plan(58);
set local merit.now = '';
set local merit.told_clock = off;

-- East: mei, lan, and zhao who leads them; west: wei; zhao and mei2 are accounts of one employee; ke leads zhao and works.
create role fixture_mei; create role fixture_lan; create role fixture_wei; create role fixture_zhao; create role fixture_ke;
create role fixture_op; create role fixture_close; create role fixture_gone;
grant merit_agent to fixture_mei, fixture_lan, fixture_wei;
grant merit_lead to fixture_zhao, fixture_ke, fixture_gone;
grant merit_operator to fixture_op;
grant meritd_close to fixture_close;
grant usage on schema fixture to public;
insert into ref.login values ('fixture_mei', 'mei'), ('fixture_lan', 'lan'), ('fixture_wei', 'wei'), ('fixture_zhao', 'zhao'), ('fixture_ke', 'ke'),
                             ('fixture_op', 'op'), ('fixture_gone', 'gone');
select fixture.staff('mei', 'east'), fixture.staff('lan', 'east'), fixture.staff('wei', 'west'), fixture.staff('mei2', 'east', employee => 'E1', role => 'dispatch'),
       fixture.staff('zhao', 'east', role => 'lead', lead => 'ke', employee => 'E1'), fixture.staff('ke', 'west', lead => 'nobody'),
       fixture.staff('gone', 'east', role => 'lead', status => 'left'), fixture.staff('op', 'desk', role => 'dispatch');
select fixture.month('2025-01-01', '{"mei": 100, "lan": 85, "wei": 70, "mei2": 55, "zhao": 55, "ke": 40}');
-- Orders credited by name: o1 mei's, o2 lan's, o3 wei's, and the sales that they are.
insert into fact.order_event (order_id, hash, at, type, day, customer, amount, agent, flagged)
select o, v.n, '2025-01-10Z', v.type::fact.order_event_type, '2025-01-10', lpad(x.n::text, 32, '0')::uuid, 10, case v.n when 1 then a end, false
  from (values (1, 'o1', 'mei'), (2, 'o2', 'lan'), (3, 'o3', 'wei')) x (n, o, a) cross join (values (1, 'created'), (2, 'paid')) v (n, type);
insert into ingest.dirty (orders) values ('{o1,o2,o3}');
create or replace view merit.agent_month_metric as
select agent, month, metric, value from fixture.metric
union all
select m.agent, m.start, m.metric, m.value from rollup.metric m where m.whose = 'agent' and m.grain = 'month' and m.metric = 'sales'
union all
select r.agent, r.start, r.metric, r.value from fact.record_metric r where r.grain = 'month';
select fixture.mark('mei', 'lead', 90, '2025-01');
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale)
values (4711, '2025-01-20Z', 'mei', 'execution', '2025-01', 'lead', 'lead', 10, 100);
insert into fact.target (hash, at, agent, period, metric, value) values (81, '2025-01-01Z', 'mei', '2025-01', 'sales', 100), (82, '2025-01-02Z', 'mei', '2025-01', 'sales', 900);
insert into fact.conversation (conversation, version, stubs) values ('c1', gen_random_uuid(), '');
select period.close('2025-01-01', accept_warnings => true);

create function fixture.as(role_name text, query text) returns text language plpgsql as $$
declare
    answer text;
begin
    execute format('set local role %I', role_name);
    execute 'select ' || query into answer;
    execute 'reset role';
    return answer;
exception when insufficient_privilege or object_not_in_prerequisite_state or invalid_parameter_value then
    execute 'reset role';
    return 'refused: ' || sqlerrm;
end $$;
-- Files as one, decides as another; what is decided is rolled back.
create function fixture.decided(filer text, agent text, decider text, exclusions text, indicator text default 'target_completion') returns text language plpgsql as $$
declare
    answer text;
    appeal text;
begin
    appeal := fixture.as(filer, format('period.appeal_file(''2025-01-01'', %L, %L, ''x'')', agent, indicator));
    if appeal like 'refused%' then
        return appeal;
    end if;
    answer := fixture.as(decider, format('period.appeal_decide(%s, %L, ''because'', %L) ->> ''accepted''', appeal, exclusions is not null, nullif(coalesce(exclusions, '[]'), 'null')));
    raise exception using errcode = 'MD001';
exception when sqlstate 'MD001' then
    return answer;
end $$;
create function fixture.of(kind text, reference text, credit_to text default null) returns text language sql as $$
    select jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('kind', $1, 'reference', $2, 'credit_to', $3, 'evidence', 'seen')))::text
$$;

select alike(fixture.decided(filer, agent, decider, exclusions), answer, concat_ws(' ', decider, 'of', agent, 'filed by', filer, exclusions))
  from (values
    -- whose appeal, and who filed it
    ('fixture_mei', 'mei', 'fixture_zhao', null, 'false'),
    ('fixture_mei', 'mei', 'fixture_zhao', fixture.of('order', 'o1'), 'true'),
    ('fixture_zhao', 'mei', 'fixture_zhao', fixture.of('order', 'o1'), 'refused: fixture_zhao filed appeal%'),
    ('fixture_close', 'mei', 'fixture_zhao', fixture.of('order', 'o1'), 'true'),
    ('fixture_zhao', 'mei', 'fixture_close', fixture.of('order', 'o1'), 'true'),
    ('fixture_close', 'mei', 'fixture_close', null, 'refused: fixture_close filed appeal%'),
    ('fixture_wei', 'wei', 'fixture_zhao', fixture.of('order', 'o3'), 'refused: fixture_zhao may not decide appeal %'),
    ('fixture_wei', 'mei', 'fixture_zhao', null, 'refused: fixture_wei may not appeal for mei'),
    ('fixture_close', 'zhao', 'fixture_zhao', null, 'refused: fixture_zhao may not decide an appeal of zhao: who is affected%'),
    ('fixture_close', 'mei2', 'fixture_zhao', null, 'refused: fixture_zhao may not decide an appeal of mei2: who is affected%'),
    ('fixture_zhao', 'zhao', 'fixture_close', null, 'false'),
    ('fixture_zhao', 'zhao', 'fixture_ke', null, 'refused: %zhao in%' ),
    ('fixture_mei', 'mei', 'fixture_ke', null, 'refused: fixture_ke may not decide appeal %'),
    ('fixture_mei', 'mei', 'fixture_gone', null, 'refused: fixture_gone may not decide appeal %'),
    ('fixture_mei', 'mei', 'fixture_zhao', 'null', 'refused: an accepted appeal names what is left out%'),
    ('fixture_mei', 'mei', 'fixture_mei', null, 'refused: permission denied%'),
    ('fixture_mei', 'mei', 'fixture_op', null, 'refused: permission denied%'),
    -- whose facts
    ('fixture_mei', 'mei', 'fixture_zhao', fixture.of('order', 'o2'), 'refused: order "o2" is not among the evidence%'),
    ('fixture_mei', 'mei', 'fixture_zhao', fixture.of('order', 'o3'), 'refused: order "o3" is not among the evidence%'),
    ('fixture_mei', 'mei', 'fixture_zhao', fixture.of('credit', 'o3', 'mei'), 'refused: credit "o3" is not among the evidence%'),
    ('fixture_mei', 'mei', 'fixture_zhao', fixture.of('credit', 'o1', 'lan'), 'true'),
    ('fixture_mei', 'mei', 'fixture_zhao', fixture.of('credit', 'o1', 'zhao'), 'refused: fixture_zhao may not decide this: it changes the numbers of zhao'),
    ('fixture_mei', 'mei', 'fixture_zhao', fixture.of('credit', 'o1', 'mei2'), 'refused: fixture_zhao may not decide this: it changes the numbers of mei2'),
    ('fixture_mei', 'mei', 'fixture_zhao', fixture.of('credit', 'o1', 'wei'), 'refused: fixture_zhao may not decide this: it changes the numbers of another team'),
    ('fixture_mei', 'mei', 'fixture_close', fixture.of('credit', 'o3', 'mei'), 'true')) v (filer, agent, decider, exclusions, answer);

-- Without an appeal.
select alike(fixture.as(who, format('fact.exclude(%L, %L, ''x'')', kind, reference)), answer, concat_ws(' ', who, kind, reference))
  from (values ('fixture_mei', 'order', 'o1', 'refused: permission denied%'), ('fixture_zhao', 'order', 'o1', 'refused: fixture_zhao may not%without an appeal'),
               ('fixture_zhao', 'conversation', 'c1', 'refused: fixture_zhao may not%without an appeal'), ('fixture_op', 'order', 'o1', 'refused: fixture_op may not%without an appeal'),
               ('fixture_op', 'mark', '4711', 'refused: fixture_op may not%'), ('fixture_op', 'conversation', 'c1', '_%'),
               ('fixture_op', 'customer', '00000000-0000-0000-0000-000000000002', '_%'), ('fixture_close', 'order', 'o3', '_%')) v (who, kind, reference, answer);
create function fixture.number(reference text) returns text language sql as $$ select max(id)::text from fact.exclusion where reference = $1 $$;
select alike(fixture.as(who, format('fact.include(%s, ''x'')', fixture.number(reference))), answer, concat_ws(' ', who, 'ends', reference))
  from (values ('fixture_zhao', 'c1', 'refused: fixture_zhao may not%'), ('fixture_op', 'o3', 'refused: fixture_op may not%'), ('fixture_zhao', 'o3', 'refused: fixture_zhao may not%'),
               ('fixture_op', 'c1', '')) v (who, reference, answer);
select is(fixture.as('fixture_mei', 'merit.signed(''wei (meritd_close)'')'), 'refused: permission denied for function signed', 'nobody signs by itself');
select is(merit.signed('wei (meritd_close)'), format('wei meritd_close (%s)', session_user), 'and brackets name the role alone');
select is(fixture.as('fixture_zhao', format('fact.exclude(''order'', %L, ''x'')', reference)), 'refused: fixture_zhao may not leave this out, or let it count again, without an appeal',
          'nor does one learn what there is: ' || reference)
  from unnest(array['o1', 'o3', 'nothing']) reference;
select alike(fixture.as('fixture_zhao', format('fact.include(%s, ''x'')', fixture.number('o3'))), 'refused: fixture_zhao may not leave this out%', 'or what is left out');

-- Both sides see what changed: order o3 was wei's, order o2, of the customer, lan's.
select is(fixture.as(who, 'string_agg(concat_ws('' '', reference, agent, changed), '', '' order by agent) from merit.exclusion where kind = ''order'' or agent is not null'), answer, who)
  from (values ('fixture_wei', 'o3 wei sales 10 → 0'), ('fixture_lan', '00000000-0000-0000-0000-000000000002 lan sales 10 → 0'), ('fixture_mei', null),
               ('fixture_zhao', '00000000-0000-0000-0000-000000000002 lan sales 10 → 0')) v (who, answer);
set local merit.language = 'zh';
select is(fixture.as('fixture_lan', 'string_agg(changed, '', '') from merit.exclusion where kind = ''order'' or agent is not null'), '销售额：10 → 0', 'in Chinese by the metric''s name');
set local merit.language = 'en';
select alike(period.said(period.warnings('2025-01-01'))::text, format('%%order o3 is left out by %s as fixture_close (exclusion %s: x); no total changed%%', session_user, fixture.number('o3')), 'and a close warns of it');

-- A mark and a target are set aside: the one before counts, and again the last when that ends.
create function fixture.said() returns text language sql as $$
    select concat_ws(' ', (select trim_scale(round(points, 2)) from fact.last_mark where agent = 'mei'), (select value from fact.last_target where agent = 'mei'))
$$;
select is(fixture.said(), '10 900', 'the last mark and target count');
create table fixture.appeal as
select fixture.as('fixture_mei', 'period.appeal_file(''2025-01-01'', ''mei'', ''mark:execution'', ''x'')')::bigint as mark,
       fixture.as('fixture_mei', 'period.appeal_file(''2025-01-01'', ''mei'', ''target_completion'', ''x'')')::bigint as target;
grant select on all tables in schema fixture to public;
select is(fixture.as('fixture_zhao', format('period.appeal_decide(%s, true, ''a slip'', %L) - ''{appeal,exclusions}''::text[]', mark, fixture.of('mark', '4711')))::jsonb,
          '{"period": "2025-01", "month": "2025-01", "accepted": true, "revise": ["2025-01"]}', 'the lead sets the mark aside, and is told to revise the month')
  from fixture.appeal;
select is(fixture.as('fixture_zhao', format('period.appeal_decide(%s, true, ''a slip'', %L) ->> ''accepted''', target, fixture.of('target', '82'))), 'true', 'and the target')
  from fixture.appeal;
select is(fixture.said(), '90 100', 'those before count');
select fixture.as('fixture_zhao', format('fact.include(%s, ''it was none'')', fixture.number('4711')));
select is(fixture.said(), '10 100', 'until that ends');

-- A role of many is nobody: the record has the login behind it.
create role fixture_sly; grant merit_operator to fixture_sly;
set local session authorization fixture_sly;
set local role merit_operator;
select fact.exclude('conversation', 'c1', 'not I', by_person => 'merit_operator');
reset session authorization;
select is((select excluded_by from fact.exclusion order by id desc limit 1), 'fixture_sly as merit_operator', 'who hides behind a role is named');

-- The session of the pages is nobody: the person is who signed in, whether ref.login lists the login or not.
create role fixture_web login in role meritd_web;
create role fixture_boss login in role meritd_close role meritd_web;
create role fixture_hr login in role meritd_close role meritd_web;
create function fixture.person(session_name text, role_name text) returns text language plpgsql as $$
begin
    execute format('set local session authorization %I', session_name);
    execute format('set local role %I', role_name);
    perform set_config('fixture.person', merit.person(), true);
    execute 'reset session authorization';
    return current_setting('fixture.person');
end $$;
select is(fixture.person('fixture_web', r), r, 'on the pages, ' || r) from unnest('{fixture_boss,fixture_hr}'::text[]) r;
select is(fixture.person('fixture_boss', 'meritd_close'), 'fixture_boss', 'and in a session of one''s own the same');

select * from finish();
rollback;
