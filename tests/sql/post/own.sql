-- What a person is told by a receiver of the person's own, and the acknowledgement of it.
begin;
\ir ../period/fixture.psql
\ir ../../../sql/roles/create.sql
\ir ../../../sql/roles/grant.sql
set local merit.now = '';
alter table period.acknowledgement alter column id restart;
select plan(51);

create role fixture_an; create role fixture_bo; create role fixture_lea; create role fixture_hq; create role fixture_ops; create role fixture_none;
grant merit_agent to fixture_an, fixture_bo, fixture_none;
grant merit_lead to fixture_lea;
grant meritd_close to fixture_hq;
grant merit_operator to fixture_ops;
insert into ref.login values ('fixture_an', 'an'), ('fixture_bo', 'bo'), ('fixture_lea', 'lea');
grant usage on schema fixture to public;
create function fixture.try(role_name text, command text) returns text language plpgsql as $$
declare
    answer text;
begin
    execute format('set local role %I', role_name);
    execute 'select ' || command into answer;
    execute 'reset role';
    return answer;
exception when others then
    return concat_ws(' | ', sqlstate, sqlerrm);
end $$;

select is((select string_agg(p, ' / ') from post.receiver_problems('[{"receiver": "a", "kind": "file", "agent": 5}, {"receiver": "b", "kind": "kafka", "agent": "an", "topic": "an"}]') p),
          'a: "agent" must be an account: it is told that person''s result alone', 'a receiver may be a person''s');
select is((select string_agg(split_part(p, ':', 1), ',') from post.receiver_problems('[{"receiver": "a", "kind": "kafka", "agent": "an"}, {"receiver": "b", "kind": "kafka", "agent": "an", "topic": "merit.rankings"},
            {"receiver": "c", "kind": "kafka", "agent": "an", "topic": "shop"}, {"receiver": "d", "kind": "kafka", "topic": "shop"}, {"receiver": "e", "kind": "kafka", "agent": "an", "topic": "an"}]') p
            where p like '%: "topic" must be one that not everybody''s postings go to%'), 'a,b,c', 'on a topic that is not everybody''s');
select period.set_settings('{"post.appeal_note=Tell zhao.",post.names_down_to=1}');
-- cui and cui2 are one employee.
select fixture.staff('an', 'day', lead => 'lea'), fixture.staff('bo', 'day', lead => 'lea'), fixture.staff('cui', employee => 'E3'), fixture.staff('cui2', employee => 'E3'),
       fixture.staff('lea', 'day', role => 'lead');
select post.set_receivers('[{"receiver": "all", "kind": "file"}, {"receiver": "an", "kind": "file", "agent": "an"}, {"receiver": "bo", "kind": "webhook", "format": "wecom_text", "language": "en", "agent": "bo"},
    {"receiver": "cui", "kind": "webhook", "agent": "cui2", "template": {"who": "{data.agent}", "results": "{data.results}", "told": "{text}"}}, {"receiver": "gone", "kind": "file", "agent": "nobody"}]');
select fixture.month('2025-01-01', '{"an": 100, "bo": 85, "cui": 70, "cui2": 55}'), fixture.close('2025-01-01');

create function fixture.told(at timestamptz) returns table (receiver text, event jsonb, body jsonb, content jsonb, key text) language sql as $$
    with claimed as (select c.* from post.claim('x', as_of => $1) c), answered as (
        select c.*, post.answer(c.message, c.receiver, c.lease, 'sent', 'ok', 'x', $1) as ok from claimed c)
    select a.receiver, a.event, a.body, a.content, a.key from answered a where a.ok order by a.receiver
$$;
create table fixture.first as select * from fixture.told('2025-02-11T01:00Z');
select is((select string_agg(receiver || ' ' || key, ', ' order by receiver) from fixture.first),
          'all shop/2025-01/0/all, an shop/2025-01/0/an, bo shop/2025-01/0/bo, cui shop/2025-01/0/cui', 'whoever has a result is told, and nobody who has none');
select is((select string_agg(concat_ws(' ', r ->> 'agent', r ->> 'rank', r ->> 'total', r ->> 'grade', r ->> 'why'), ', ') from fixture.first f, jsonb_array_elements(f.event #> '{data,results}') r where receiver = 'an'),
          'an 1 100.00 中等 95 reached; 10 % of a team of 2 is no place', 'the own result');
select is((select event ->> 'type' from fixture.first where receiver = 'an'), 'merit.result.posted', 'as an event of its own type');
select is((select string_agg(concat_ws(' ', m ->> 'reason', m ->> 'kind', m ->> 'amount'), ', ') from fixture.first f, jsonb_array_elements(f.event #> '{data,money}') m where receiver = 'an'),
          'first reward 100.00', 'and money');
select is((select string_agg(concat_ws(' ', i ->> 'indicator', i ->> 'points', i ->> 'weight', i ->> 'contribution'), ', ') from fixture.first f, jsonb_array_elements(f.event #> '{data,results,0,indicators}') i where receiver = 'an' and i ->> 'points' is not null),
          'target_completion 100 30 100', 'with its indicators');
select is((select count(*) from fixture.first where receiver <> 'all' and (event ? 'x' or event -> 'data' ?| '{ranking,rewards,difference}')), 0::bigint, 'no ranking');
select is_empty($$ select f.receiver, n from fixture.first f cross join unnest('{an,bo,cui,cui2}'::text[]) n
                    where f.receiver in ('an', 'bo', 'cui') and f.receiver <> left(n, length(f.receiver))
                      and concat(f.event - 'id', f.body - 'id', f.content) ~* ('\m' || n || '\M') $$, 'nobody is told of anybody else');
select is((select string_agg(r ->> 'agent', ', ' order by r ->> 'agent') from fixture.first f, jsonb_array_elements(f.body -> 'results') r where receiver = 'cui'), 'cui, cui2', 'a person of all accounts');
select is((select (string_to_array(body #>> '{text,content}', E'\n'))[1:5] from fixture.first where receiver = 'bo'),
          array['Your result of 2025-01', 'Online-shop service agents, monthly: 2. 85.00 Fair; 85 reached; 15 % of a team of 2 is no place', 'Appeal: Tell zhao. (until 2025-02-18 00:00)',
                'Please acknowledge it: meritd acknowledge --month 2025-01', 'Target completion: 85 points, weight 30'], 'as text');
select is((select count(*) from fixture.told('2025-02-12T01:00Z')), 0::bigint, 'nothing is told twice');

-- Killed between told and recorded: the lease ends, and the same posting goes again under the same key.
select post.queue('2025-01-01', for_receivers => '{an}', again => true);
create table fixture.lost as select * from post.claim('dies', as_of => '2097-02-12T02:00Z');
create table fixture.again as select * from post.claim('lives', as_of => '2097-02-12T02:03Z');
select is((select a.key || (a.body = l.body) from fixture.again a join fixture.lost l using (message, receiver)), 'shop/2025-01/0/antrue', 'as postings are');
select is(post.answer(message, receiver, lease, 'sent', 'ok', 'dies', '2097-02-12T02:04Z'), false, 'who died answers no more') from fixture.lost;
select is(post.answer(message, receiver, lease, 'sent', 'ok', 'lives', '2097-02-12T02:04Z'), true, 'who lives does') from fixture.again;

-- Acknowledged.
create function fixture.seen(role_name text) returns text language sql as $$
    select fixture.try($1, $q$ string_agg(concat_ws(' ', a.agent, a.revision, case when a.told_at is not null then 'told' end, case when a.acknowledged_at is not null then 'acknowledged' end), ', ' order by a.agent)
                                from merit.acknowledgement a where a.month = '2025-01-01' $q$)
$$;
select is(fixture.seen('fixture_hq'), 'an 0 told, bo 0 told, cui 0 told, cui2 0 told', 'nobody has');
select is(fixture.try('fixture_an', $$ period.acknowledge('2025-01-01') $$), '1', 'the person does');
select is(fixture.try('fixture_an', $$ period.acknowledge('2025-01-01') $$), '0', 'once');
select is(fixture.try('fixture_lea', $$ period.acknowledge('2025-01-01') $$), '55000 | lea has no result of 2025-01', 'a lead not for others');
select is(fixture.try('fixture_none', $$ period.acknowledge('2025-01-01') $$), '42501 | fixture_none is no agent''s login: only who has a result acknowledges it', 'nobody''s login');
select is(fixture.try('fixture_hq', $$ period.acknowledge('2025-01-01') $$), '42501 | fixture_hq is no agent''s login: only who has a result acknowledges it', 'nor the closing role');
select is(fixture.try('fixture_ops', $$ period.acknowledge('2025-01-01') $$), '42501 | permission denied for function acknowledge', 'nor operators');
select is(fixture.try('fixture_an', $$ period.acknowledge('2025-02-01') $$), '55000 | 2025-02 is not closed', 'a closed month');
select is(fixture.seen('fixture_hq'), 'an 0 told acknowledged, bo 0 told, cui 0 told, cui2 0 told', 'who has not is listed');
select is(fixture.seen('fixture_lea'), 'an 0 told acknowledged, bo 0 told', 'to leads their teams');
select is(fixture.seen('fixture_bo'), 'bo 0 told', 'to agents themselves');
select is_empty('select * from pay.verify_journal()', 'it may wait for its entry');
insert into ref.login values ('fixture_none', 'cui');
select is(fixture.try('fixture_none', $$ period.acknowledge('2025-01-01') $$), '2', 'a person for all accounts');

-- A revision that changes bo and cui: an is told nothing, and need not acknowledge anything again.
select fixture.month('2025-01-01', '{"an": 100, "bo": 70, "cui": 85, "cui2": 55}'), period.revise('2025-01-01', 'late orders');
create table fixture.second as select * from fixture.told('2097-02-20T01:00Z');
select is((select string_agg(key, ', ' order by key) from fixture.second), 'shop/2025-01/1/all, shop/2025-01/1/bo, shop/2025-01/1/cui', 'whom it changes is told');
select is((select string_agg(concat_ws(' ', r ->> 'rank_before', r ->> 'total_before', r ->> 'rank', r ->> 'total'), ', ') from fixture.second f, jsonb_array_elements(f.event #> '{data,results}') r where receiver = 'bo'),
          '2 85.00 3 70.00', 'what was, and what is');
select is((select (string_to_array(body #>> '{text,content}', E'\n'))[1:2] from fixture.second where receiver = 'bo'), array['Your result of 2025-01, revised', 'Why: late orders'], 'and why');
select is(fixture.seen('fixture_hq'), 'an 0 told acknowledged, bo 1 told, cui 1 told, cui2 0 told acknowledged', 'it is acknowledged anew');
select is(fixture.try('fixture_bo', $$ period.acknowledge('2025-01-01') $$), '1', 'by bo');
select is(fixture.seen('fixture_bo'), 'bo 1 told acknowledged', 'it is');
select is((select count(*) from pay.journal where relation = 'period.acknowledgement'), 3::bigint, 'the revision wrote the entries of those before');
select is_empty('select * from pay.verify_journal()', 'the journal is right');
select is(fixture.after('alter table period.acknowledgement disable trigger all; update period.acknowledgement set agent = ''x'' where agent = ''an''', 'select string_agg(v, '','') from pay.verify_journal() v'),
          'period.acknowledgement 1 was changed', 'and finds a change');
select throws_ok('delete from period.acknowledgement', '55000', null, 'which nobody makes');

-- Three firsts in a row earn 200; a revision of the second month takes that away, and the line is taken back: that is an's alone.
select fixture.month(m::date, '{"an": 100, "bo": 85}'), fixture.close(m::date) from unnest('{2025-02-01,2025-03-01}'::date[]) m;
select fixture.told('2025-04-12T01:00Z');
select fixture.month('2025-02-01', '{"an": 85, "bo": 100}'), period.revise('2025-02-01', 'late orders');
select fixture.told('2097-04-13T01:00Z');
select pay.reverse_streak((select line from pay.unreversed where reason = 'first_streak'), 'no longer first');
create table fixture.third as select * from fixture.told('2097-04-14T01:00Z');
select is((select string_agg(key, ', ' order by key) from fixture.third), 'shop/2025-03/0.1/all, shop/2025-03/0.1/an', 'what is taken back is told to whom it was taken from');
select is((select string_agg(concat_ws(' ', m ->> 'reason', m ->> 'kind', m ->> 'amount'), ', ') from fixture.third f, jsonb_array_elements(f.event #> '{data,money}') m where receiver = 'an'),
          'first_streak reversal -200.00', 'that line alone');
select is((select event #> '{data,results}' from fixture.third where receiver = 'an'), '[]', 'and no result, which stays');
select is_empty($$ select l.line from post.message m cross join lateral post.told_lines(m) l group by l.line having count(*) <> 1
                   union all select u.line from pay.untold u $$, 'every line is told once');

-- A receiver that is made late is told what it would have been told last: an of the close, bo and everybody of the revision.
create table fixture.receivers as select jsonb_agg(jsonb_build_object('receiver', r.receiver, 'kind', r.kind) || r.options order by r.receiver) as list from post.receiver r where r.enabled;
grant select on fixture.receivers to public;
select post.set_receivers(list || '[{"receiver": "all2", "kind": "file"}, {"receiver": "an2", "kind": "file", "agent": "an"}, {"receiver": "bo2", "kind": "file", "agent": "bo"}]') from fixture.receivers;
select is((select string_agg(q ->> 'key', ', ' order by q ->> 'key') from jsonb_array_elements(post.queue('2025-01-01')) q where q ->> 'key' ~ '2$'),
          'shop/2025-01/0/an2, shop/2025-01/1/all2, shop/2025-01/1/bo2', 'who comes late is told');
select is((select string_agg(q ->> 'key', ', ' order by q ->> 'key') from jsonb_array_elements(post.queue('2025-01-01', 1)) q where q ->> 'key' ~ '2$'),
          'shop/2025-01/1/all2, shop/2025-01/1/bo2', 'of a revision that is named, whom it changed');

-- Operators send and set what is everybody's. What is one person's is not theirs to read, nor to be sent elsewhere.
select is(fixture.try('fixture_ops', $$ string_agg(c.receiver, ',' order by c.receiver) from post.claim('ops') c $$), 'all2', 'operators take no person''s');
select is(fixture.try('fixture_hq', $$ string_agg(c.receiver, ',' order by c.receiver) from post.claim('hq') c $$), 'an2,bo2', 'the closing role does');
select is(fixture.try('fixture_ops', $$ post.set_receivers(list || '{"receiver": "mine", "kind": "file", "agent": "bo"}') from fixture.receivers $$), '42501 | fixture_ops may not say where a person''s result goes: mine', 'operators add none');
select is(fixture.try('fixture_ops', $$ post.set_receivers(jsonb_set(list, '{1,agent}', '"bo"')) from fixture.receivers $$), '42501 | fixture_ops may not say where a person''s result goes: an', 'and change none');
select is(fixture.try('fixture_ops', $$ post.set_receivers(list || '{"receiver": "ours", "kind": "file"}') from fixture.receivers $$), '', 'they set the others');

-- A posting of a quarter that waits for a receiver which becomes a person's.
insert into post.message (term, revision, kind, created_at, content) values ('2025-Q1', 0, 'ranking', '2025-05-01Z', '{"ranking": [{"agent": "bo"}], "awards": [{"agent": "bo"}], "difference": null}');
insert into post.outbox (message, receiver, key, next_at) select m.id, r, 'quarter ' || r, '2025-05-01Z' from post.message m cross join unnest('{ours,an}'::text[]) r where m.term is not null;
select is(fixture.try('fixture_hq', $$ string_agg(c.key, ',' order by c.key) from post.claim('hq', most => 100, for_receivers => '{ours,an}') c where c.key like 'quarter%' $$), 'quarter an,quarter ours', 'gets that person''s own');
select is((select post.own_content(m, 'an') ?| '{ranking,awards,difference}' from post.message m where m.term is not null), false, 'and nothing of who was awarded in one');

select * from finish();
rollback;
