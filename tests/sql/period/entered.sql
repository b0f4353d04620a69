-- Marks and targets that people enter: who may, when, and that what they enter is an event like any other.
begin;
\ir fixture.psql
\ir ../../../sql/roles/create.sql
\ir ../../../sql/roles/grant.sql
select plan(109);
set local merit.told_clock = on;
set local merit.now = '';
create function fixture.m(months integer) returns date language sql stable as $$ select (date_trunc('month', now() at time zone 'UTC') + make_interval(months => $1))::date $$;
create function fixture.name(months integer) returns text language sql stable as $$ select to_char(fixture.m($1), 'YYYY-MM') $$;

-- XXH3-64 of "urn:meritd:web", a zero byte and the id, top bit flipped, as libxxhash makes it.
select is(ingest.entered_hash(v.id::uuid), v.hash, v.id)
  from (values ('00000000-0000-0000-0000-000000000000', 9137320524938204586),
               ('0f0f0f0f-1111-4222-8333-444455556666', 6510782674055442155),
               ('ffffffff-ffff-ffff-ffff-ffffffffffff', -7899836872294266660),
               ('7c1e9b52-30d4-4a6e-9d0f-5b8f2a64c3e1', -3869191042176149706)) as v(id, hash);

-- an and bo work in the east, whose lead is qin; qin's lead is zhao, of the north; cui is of the west, where nobody leads.
do $$ begin
    perform fixture.staff('an', 'east'), fixture.staff('bo', 'east'), fixture.staff('qin', 'east', role => 'lead', lead => 'zhao'),
            fixture.staff('zhao', 'north', role => 'lead'), fixture.staff('cui', 'west');
end $$;
select score.load((fixture.document() - 'weights_add_to') || jsonb_build_object('indicators', jsonb_build_array(
    fixture.document() #> '{indicators,0}', fixture.document() #> '{indicators,7}',
    '{"indicator": "sample", "name": {"zh": "x", "en": "x"}, "weight": 10, "better": "higher", "on_null": "leave_out",
      "value": {"marks": "chats", "roles": {"peer": 1, "manager": 1, "hq": 1}, "points_of": "mean"},
      "rule": "mark", "parameters": {"range": {"from": 0, "to": 100}}}'::jsonb)), '2025-01-01');
select fixture.month(m, '{"an": 100, "bo": 85, "cui": 70}') from unnest(array[fixture.m(-2), fixture.m(0)]) m;

create role an_login; create role bo_login; create role cui_login; create role qin_login; create role zhao_login; create role close_login;
grant merit_agent to an_login, bo_login, cui_login;
grant merit_lead to qin_login, zhao_login;
grant meritd_close to close_login;
insert into ref.login values ('an_login', 'an'), ('bo_login', 'bo'), ('cui_login', 'cui'), ('qin_login', 'qin'), ('zhao_login', 'zhao');

create function fixture.as_login(login text, query text) returns text language plpgsql as $$
declare answer text; state text; message text;
begin
    execute format('set local role %I', login);
    execute query into answer;
    execute 'reset role';
    return answer;
exception when others then
    get stacked diagnostics state = returned_sqlstate, message = message_text;
    execute 'reset role';
    return state || ' ' || message;
end $$;
create function fixture.id(n integer) returns uuid language sql as $$ select lpad(n::text, 32, '0')::uuid $$;
create function fixture.give(login text, n integer, agent text, mark text, role text, score numeric, month date default fixture.m(0)) returns text language sql as $$
    select fixture.as_login(login, format('select period.mark_give(%L, %L, %L, %L, %L, %s)', fixture.id(n), month, agent, mark, role, coalesce(score::text, 'null')))
$$;
create function fixture.plan(login text, n integer, agent text, value numeric, month date default fixture.m(0), metric text default 'sales') returns text language sql as $$
    select fixture.as_login(login, format('select period.target_set(%L, %L, %L, %L, %s)', fixture.id(n), month, agent, metric, coalesce(value::text, 'null')))
$$;
create function fixture.markable(login text) returns text language sql as $$
    select fixture.as_login(login, format($q$ select coalesce(string_agg(concat_ws(' ', m ->> 'agent', m ->> 'mark', m ->> 'role'), ', '
               order by m ->> 'agent' collate "C", m ->> 'mark', m ->> 'role'), '') from jsonb_array_elements(web.entries(%L) -> 'marks') m $q$, fixture.m(0)))
$$;

-- Whom each has to mark: oneself, colleagues of the team but not the lead, those whom one leads, those whose lead one leads; the closing role the rest.
select is(fixture.markable(v.login), v.wanted, v.login)
  from (values ('an_login', 'an execution self, bo chats peer'), ('bo_login', 'an chats peer, bo execution self'), ('cui_login', 'cui execution self'),
               ('qin_login', 'an execution lead, bo execution lead'), ('zhao_login', 'an chats manager, bo chats manager'),
               ('close_login', 'an chats hq, bo chats hq, cui chats hq, cui chats manager, cui execution lead')) as v(login, wanted);

-- The mark is an event: of this source, at the clock, by this rater.
select is(fixture.give('qin_login', 1, 'an', 'execution', 'lead', 80), '', 'the lead marks');
select ok((select m.at = date_trunc('milliseconds', m.at) and m.at between now() - interval '1 millisecond' and clock_timestamp() from fact.mark m), 'at the clock');
select is((select concat_ws(' ', m.agent, m.indicator, m.period, m.rater, m.role, m.score, m.scale) from fact.mark m where m.hash = ingest.entered_hash(fixture.id(1))),
          format('an execution %s qin lead 80 100', fixture.name(0)), 'as a fact');
select is((select e.event from merit.entered_event e),
          jsonb_build_object('specversion', '1.0', 'id', fixture.id(1), 'source', 'urn:meritd:web', 'type', 'mark.recorded',
              'time', (select to_char(m.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') from fact.mark m),
              'data', jsonb_build_object('agent', 'an', 'indicator', 'execution', 'period', fixture.name(0), 'rater', 'qin', 'role', 'lead', 'score', 80, 'scale', 100)),
          'and as an event of the contract');
select is((select e.login from period.entered e), 'qin_login', 'of this login');
select ok(exists (select from score.stale s where fixture.m(0) between s.since and s.until), 'the kept scores of the month are out of date');

-- Again, and otherwise.
select is(fixture.give('qin_login', 1, 'an', 'execution', 'lead', 80), '', 'the same once more is well');
select is((select count(*) from fact.mark), 1::bigint, 'and changes nothing');
select alike(fixture.give('qin_login', 1, 'an', 'execution', 'lead', 81), '22023 something else was entered as%', 'another mark with the same id is refused') ;
select alike(fixture.give('zhao_login', 1, 'an', 'execution', 'lead', 80), '22023%', 'and so is another login');
select is(fixture.give('qin_login', 2, 'an', 'execution', 'lead', 60.5), '', 'a correction at the same instant');
select is((select points from fact.last_mark where agent = 'an'), 60.5, 'counts');
insert into fact.mark values (nextval('fixture.hash'), now() + interval '20 hours', 'an', 'execution', fixture.name(0), 'qin', 'lead', 10, 100);
select is(fixture.give('qin_login', 3, 'an', 'execution', 'lead', 70), '', 'after a mark that an event dates ahead');
select is((select points from fact.last_mark where agent = 'an'), 70::numeric, 'it counts all the same');

-- Who may not.
select is(left(fixture.give(v.login, 10, v.agent, v.mark, v.role, 80), 5), '42501', format('%s marks no %s of %s as %s', v.login, v.mark, v.agent, v.role))
  from (values ('an_login', 'an', 'execution', 'lead'), ('an_login', 'bo', 'execution', 'self'), ('an_login', 'an', 'chats', 'peer'), ('an_login', 'cui', 'chats', 'peer'),
               ('an_login', 'bo', 'execution', 'lead'), ('qin_login', 'cui', 'execution', 'lead'), ('qin_login', 'an', 'chats', 'manager'), ('qin_login', 'an', 'nothing', 'lead'),
               ('close_login', 'an', 'execution', 'lead'), ('close_login', 'an', 'execution', 'self')) as v(login, agent, mark, role);
select is(left(fixture.give('qin_login', 11, 'an', 'execution', 'lead', v.score), 5), '22023', v.score || ' is no mark') from unnest('{-0.1,100.1}'::numeric[]) v(score);
select is(left(fixture.give('qin_login', 11, 'an', 'execution', 'lead', null), 5), '22023', 'nothing is no mark');
select is(left(fixture.give('qin_login', 11, 'an', 'execution', 'lead', 80, v.month), 5), v.state, v.month || ' is not to be marked')
  from (values (fixture.m(0) + 1, '22023'), (fixture.m(1), '42501')) v(month, state);
insert into ref.agent_alias (account, agent, days) values ('an2', 'an', '[2026-01-01,)');
insert into ref.login values ('close_login', 'an2');
select is(left(fixture.give('close_login', 12, 'an', 'chats', 'hq', 100), 5), '42501', 'who closes marks no agent who is the same person');
delete from ref.login where login = 'close_login';

-- Targets: of those whom one leads, for open months.
select is(fixture.plan('qin_login', 20, 'an', 5000), '', 'the lead sets a target');
select is(fixture.plan('qin_login', 20, 'an', 5000), '', 'the same once more');
select is(fixture.plan('close_login', 21, 'cui', 700.25, fixture.m(7)), '', 'the closing role another, ahead');
select is((select concat_ws(' ', t.agent, t.period, t.metric, t.value) from fact.target t where t.hash = ingest.entered_hash(fixture.id(v.n))), v.wanted, 'as a fact')
  from (values (20, format('an %s sales 5000', fixture.name(0))), (21, format('cui %s sales 700.25', fixture.name(7)))) v(n, wanted);
select is(left(fixture.plan(v.login, 22, v.agent, v.value, v.month, v.metric), 5), v.state, format('%s sets %s no target', v.login, v.agent))
  from (values ('qin_login', 'cui', 1::numeric, fixture.m(0), 'sales', '42501'), ('qin_login', 'qin', 1, fixture.m(0), 'sales', '42501'), ('an_login', 'an', 1, fixture.m(0), 'sales', '42501'),
               ('close_login', 'nobody', 1, fixture.m(0), 'sales', '42501'), ('qin_login', 'an', -1, fixture.m(0), 'sales', '22023'), ('qin_login', 'an', null, fixture.m(0), 'sales', '22023'),
               ('qin_login', 'an', 1, fixture.m(0), 'nothing', '22023'), ('qin_login', 'an', 1, fixture.m(13), 'sales', '22023')) v(login, agent, value, month, metric, state);

-- What is over and had nothing in it gets nothing: it would be a month more to close.
select alike(fixture.plan('close_login', 23, 'an', 5, v.month), '22023 ' || to_char(v.month, 'YYYY-MM') || ' is over, and nothing was in it', 'no target of ' || v.month)
  from (values (fixture.m(-1)), (fixture.m(-3)), ('2001-01-01')) v(month);
select is(fixture.plan('close_login', 24, 'an', 5, fixture.m(-2)), '', 'but of a month that had something');
select is((select count(*) from period.months()), 3::bigint, 'the months are those with something, and the one ahead');

-- What is so already is not written again; and what was changed meanwhile is.
select is(fixture.plan('qin_login', 25, 'an', 5000) || fixture.give('qin_login', 26, 'an', 'execution', 'lead', 70), '', 'the same again, with other ids');
select is((select count(*) from period.entered e where e.id in (fixture.id(25), fixture.id(26))), 0::bigint, 'is not written');
select is(fixture.plan('close_login', 27, 'an', 6000) || fixture.plan('qin_login', 28, 'an', 5000), '', 'another target, and the first one again');
select is((select value from fact.last_target where (agent, period) = ('an', fixture.name(0))), 5000::numeric, 'counts');

-- Nobody marks twice: not in another role, nor from another account. zhao, who closes too, would be manager and hq.
grant meritd_close to zhao_login;
select is(fixture.give('zhao_login', 40, 'an', 'chats', 'manager', 90), '', 'zhao marks as the manager');
select alike(fixture.give('zhao_login', 41, 'an', 'chats', 'hq', 60), '55000 zhao has marked chats of "an" as manager already: another person marks in the other role', 'and not for hq');
select is((select string_agg(trim_scale(m.points)::text, ' ') from fact.last_mark m where (m.agent, m.indicator) = ('an', 'chats')), '90', 'so the mark is there');
select is(fixture.markable('zhao_login'), 'an chats manager, bo chats hq, bo chats manager, cui chats hq, cui chats manager, cui execution lead', 'and none is asked for that would be refused');
insert into ref.agent_alias (account, agent, days) values ('zhao2', 'zhao', '[2026-01-01,)');
insert into ref.login values ('close_login', 'zhao2');
select alike(fixture.give('close_login', 42, 'an', 'chats', 'hq', 60), '55000 zhao has marked chats%', 'nor from another account');
select is(fixture.give('close_login', 43, 'bo', 'chats', 'hq', 60), '', 'which marks others');
delete from ref.login where login = 'close_login';
select is(fixture.give('close_login', 44, 'cui', 'chats', 'hq', 60), '', 'a login of no agent');
select is((select m.rater from fact.last_mark m where m.agent = 'cui'), 'login:' || session_user, 'is not taken for an account of that name');
revoke meritd_close from zhao_login;

-- Two leads of one team lead each other, and are no managers of who is in it.
select fixture.staff('qiu', 'east', role => 'lead');
update fact.agent_event set lead = null where agent = 'qin';
create role qiu_login;
grant merit_lead to qiu_login;
insert into ref.login values ('qiu_login', 'qiu');
select is(fixture.markable(v.login), v.wanted, v.login || ', one of two leads')
  from (values ('qin_login', 'an execution lead, bo execution lead'), ('qiu_login', 'an execution lead, bo execution lead')) as v(login, wanted);
select alike(fixture.markable('close_login'), 'an chats hq, an chats manager, bo chats hq, bo chats manager%', 'the closing role marks as their manager');
delete from fact.agent_event where agent = 'qiu';
update fact.agent_event set lead = 'zhao' where agent = 'qin';

-- Of a sample each mark counts, whoever gives it.
select score.load((fixture.document() - 'weights_add_to') || jsonb_build_object('indicators', jsonb_build_array(
    fixture.document() #> '{indicators,0}', fixture.document() #> '{indicators,7}',
    '{"indicator": "sample", "name": {"zh": "x", "en": "x"}, "weight": 10, "better": "higher", "on_null": "leave_out",
      "value": {"marks": "sampled", "roles": {"manager": 1, "hq": 1}, "points_of": "mean", "marks_needed": 3},
      "rule": "mark", "parameters": {"range": {"from": 0, "to": 100}}}'::jsonb)), fixture.m(0));
select is(fixture.give('zhao_login', 50 + v.n::integer, 'an', 'sampled', 'manager', v.score), '', 'zhao marks a conversation')
  from unnest('{90,90,60}'::numeric[]) with ordinality v(score, n);
select is(fixture.give('zhao_login', 51, 'an', 'sampled', 'manager', 90), '', 'sent again');
select is((select concat_ws(' ', count(*), trim_scale(avg(m.points)), bool_and(m.rater = 'zhao/' || e.id)) from fact.last_mark m join period.entered e on ingest.entered_hash(e.id) = m.hash where m.indicator = 'sampled'),
          '3 80 t', 'each of them counts: (90 + 90 + 60) / 3');
select is((select concat_ws(' ', m ->> 'sample', m ->> 'own', m ->> 'given', m ->> 'marked', m ->> 'score')
             from jsonb_array_elements(fixture.as_login('zhao_login', format('select web.entries(%L)', fixture.m(0)))::jsonb -> 'marks') m
            where (m ->> 'agent', m ->> 'mark') = ('an', 'sampled')), 'true 3 3 true 60', 'and the page says so');

-- A table to which things are only ever added is not one login's.
insert into period.entered (id, at, type, data, entered_by, login) select gen_random_uuid(), now() - interval '2430 s', 'target.set', '{}', 'x', 'bo_login' from generate_series(1, 499);
select is(fixture.give('bo_login', 60, 'bo', 'execution', 'self', 50), '', 'the 500th within an hour');
select alike(fixture.give('bo_login', 61, 'bo', 'execution', 'self', 51), '53400 bo_login has entered 500 marks and targets within an hour%', 'one more is too much');
select is(fixture.give('an_login', 62, 'an', 'execution', 'self', 50), '', 'others go on');

-- What is refused is said in the language of who enters it, and of what. The oldest of the hour was entered 2430 s before this transaction began.
create function fixture.refusal(login text, query text) returns text language plpgsql as $$
declare message text; detail text; field text;
begin
    execute format('set local role %I', login);
    execute query;
    execute 'reset role';
    return 'not refused';
exception when others then
    get stacked diagnostics message = message_text, detail = pg_exception_detail, field = column_name;
    execute 'reset role';
    return concat_ws(' | ', nullif(field, ''), message, nullif(detail, ''));
end $$;
create function fixture.given(login text, agent text, role text, score numeric) returns text language sql as $$
    select fixture.refusal(login, format('select period.mark_give(%L, %L, %L, %L, %L, %s)', gen_random_uuid(), fixture.m(0), agent, 'execution', role, score))
$$;
create function fixture.planned(login text, agent text, metric text, value numeric) returns text language sql as $$
    select fixture.refusal(login, format('select period.target_set(%L, %L, %L, %L, %s)', gen_random_uuid(), fixture.m(0), agent, metric, value))
$$;
select matches(fixture.given('bo_login', 'bo', 'self', 51), '^bo_login has entered 500 .* in (1[0-9]|20) min \| (1[01]\d\d|[6-9]\d\d) s$', 'how long to wait');
set local merit.language = 'zh';
select matches(fixture.given('bo_login', 'bo', 'self', 51), '^bo_login 一小时内已录入 500 项评分和目标：请在 (1[0-9]|20) 分钟后继续 \| \d+ 秒$', 'in Chinese, too');
select is(fixture.given('an_login', 'an', 'self', 101), 'score | 评分须为 0 至 100，不能是 101', 'what is wrong with a mark');
select is(fixture.given('an_login', 'bo', 'lead', 1), 'an_login 不能以“组长”的身份为 bo 评“execution”', 'who may not give it');
select is(fixture.planned('qin_login', 'cui', 'sales', 1), 'agent | qin_login 不能为 cui 设定目标', 'whose target it is not');
select is(fixture.planned('qin_login', 'an', 'sale', 1), 'metric | 没有指标“sale”', 'what is no metric');
select is(fixture.planned('qin_login', 'an', 'tally:' || repeat('x', 123), 1), 'metric | 没有指标“tally:' || repeat('x', 123) || '”', 'nor what no event could name');
select is(fixture.planned('qin_login', 'an', 'tally:heads', -1), 'value | 目标须为 0 至 999999999999，不能是 -1', 'what a scheme may compare with a target');
select is(fixture.planned('qin_login', 'an', 'sales', -1), 'value | 目标须为 0 至 999999999999，不能是 -1', 'what is no target');
select is(fixture.refusal('an_login', format('select period.appeal_file(%L, %L, %L, %L)', fixture.m(0), 'an', 'sample', '')),
          'for_month | ' || fixture.name(0) || ' 尚未关账', 'an appeal against what is not closed');
select is(fixture.refusal('an_login', format('select period.appeal_file(%L, %L, %L, %L)', fixture.m(0), 'bo', 'sample', '')),
          'agent | an_login 不能为 bo 申诉', 'and for somebody else');
select is(fixture.refusal('an_login', $$ select period.acknowledge_term('2025-01') $$), 'of_term | "2025-01" 不是季度、半年或年度', 'a result of what is no quarter');
select is(fixture.refusal('an_login', $$ select period.mark_give_term(gen_random_uuid(), '2025-Q5', 'an', 'execution', 'self', 1) $$), 'of_term | "2025-Q5" 不是季度、半年或年度', 'and a mark');
select is(fixture.refusal('an_login', $$ select period.mark_give(gen_random_uuid(), '2025-01-02', 'an', 'execution', 'self', 1) $$), 'for_month | “2025-01-02”不是月份：请给出该月第一天', 'or of what is no month');
select is(fixture.refusal('qin_login', format('select period.target_set(%L, %L, %L, %L, %s)', gen_random_uuid(), fixture.m(13), 'an', 'sales', 1)),
          'for_month | 目标最多提前一年设定，不能为 ' || fixture.name(13) || ' 设定', 'a target too far ahead');
select is(fixture.refusal('close_login', format('select period.target_set(%L, %L, %L, %L, %s)', gen_random_uuid(), fixture.m(-3), 'an', 'sales', 1)),
          'for_month | ' || fixture.name(-3) || ' 已过去，且没有任何数据', 'and of a month that had nothing');
set local merit.language = '';
-- The page offers what a scheme of the month compares with a target.
select score.load(jsonb_set((select document from score.scheme order by version desc limit 1), '{indicators,0,value}', '{"divide": [{"tally": "heads"}, {"target": "tally:heads"}]}'), fixture.m(0));
select is(fixture.as_login('qin_login', format($q$ select string_agg(m::text, ' ') from jsonb_array_elements(web.entries(%L) -> 'metrics') m where m ->> 'metric' like 'tally:%%' $q$, fixture.m(0))),
          '{"unit": "count", "label": "heads", "metric": "tally:heads"}', 'and its targets');

-- A closed month takes nothing any more, but the self mark that an action asks for; what was entered before may be sent again.
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale)
select nextval('fixture.hash'), fixture.m(-2), 'an', v.mark, fixture.name(-2), v.rater, v.role, v.score, 100
  from (values ('execution', 'an', 'self', 95), ('execution', 'qin', 'lead', 20), ('chats', 'bo', 'peer', 50)) v(mark, rater, role, score);
select fixture.close(fixture.m(-2));
select alike(fixture.give('qin_login', 30, 'an', 'execution', 'lead', 80, fixture.m(-2)), '55000 ' || fixture.name(-2) || ' is closed: what is wrong%', 'no mark of a closed month');
select alike(fixture.plan('qin_login', 31, 'an', 5, fixture.m(-2)), '55000 ' || fixture.name(-2) || ' is closed%', 'and no target');
select alike(fixture.give('an_login', 32, 'an', 'execution', 'self', 95, fixture.m(-2)), '55000%', 'nor a self mark that nothing asks for');
insert into period.action (month, revision, agent, action, because, due)
select fixture.m(-2), 0, v.agent, 'self_mark_again', 'x', now() from (values ('an'), ('bo')) v(agent);
select alike(fixture.give('bo_login', 32, 'bo', 'execution', 'self', 80, fixture.m(-2)), '55000%', 'nor one that is not far from another');
select is(fixture.give('an_login', 32, 'an', 'execution', 'self', 95, fixture.m(-2)), '', 'an action asks for the self mark again, which may stay as it was');
select alike(fixture.give('an_login', 35, 'an', 'execution', 'self', 90, fixture.m(-2)), '55000%', 'once');
select alike(fixture.give('an_login', 33, 'bo', 'chats', 'peer', 80, fixture.m(-2)), '55000%', 'and for no other');
insert into period.skipped (month, skipped_at, skipped_by, reason) values (fixture.m(0), now(), 'x', 'x');
select is(fixture.give('qin_login', 3, 'an', 'execution', 'lead', 70), '', 'what was entered before may be sent again');
select alike(fixture.give('qin_login', 34, 'an', 'execution', 'lead', 71), '55000 ' || fixture.name(0) || ' is skipped', 'but nothing new');

select throws_ok('delete from period.entered', null, null, 'nothing that was entered is taken away');
select * from finish();
rollback;
