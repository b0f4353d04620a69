-- web.me, web.waiting, web.today: who the caller is, who waits, and what today has brought, each to each role.
begin;
\ir fixture.psql
select plan(56);
set local merit.now = '2026-03-02T12:03:00Z';

-- An empty shop.
select is(fixture.ask('bob_login', 'me()') - array['shop', 'schemes', 'now'],
          '{"login": "bob_login", "roles": ["merit_agent"], "agent": "bob", "name": "Bobname", "team": "east", "teams": ["east"], "leads": [],
            "language": "en", "today": "2026-03-02", "month": "2026-03", "months": [], "as_of": null, "age_seconds": null, "recalculating": false,
            "slow_seconds": 100}', 'an agent of an empty shop');
select is(fixture.ask('guest_login', 'me()') #> '{agent}', 'null', 'a login of nobody');
select is(fixture.ask('guest_login', 'waiting()') - 'now', '{"count": 0, "slow": 0, "slow_seconds": 100, "teams": [], "waiting": []}', 'for whom nobody waits');
select is(fixture.ask('guest_login', 'today()') #> '{agents}', '[]', 'and who has no day');
select is(fixture.ask('ned_login', 'me()') #>> '{agent}' || ' ' || (fixture.ask('ned_login', 'me()') ->> 'teams'), 'ned []', 'an agent of no team');

-- bob: ann had two answers and asks again, cid waits for a first one; wei's customer waits, and one of nobody's.
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:01,11:00>11:05 messages=3/2',
                    'bob 2026-03-02 trailing=12:00 messages=1/0 after=2026-03-03T12:00');
select fixture.chat('c/2', 'cid', 'bob 2026-03-02 unanswered=12:02 messages=1/0 after=2026-03-03T12:02');
select fixture.chat('c3', 'dan', 'wei 2026-03-02 answered=09:00>09:00:30 messages=1/1',
                    'wei 2026-03-02 trailing=11:03 messages=1/0 after=2026-03-03T11:03');
select fixture.chat('c4', 'eve', '(unassigned) 2026-03-02 unanswered=11:53 messages=1/0 after=2026-03-03T11:53');
select fixture.settle('2026-03-02T12:02:30Z');

select is(fixture.list(fixture.ask(l, 'waiting()'), 'waiting', 'conversation,agent,name,team,seconds,counted_seconds,after_answer,slow'), seen, l || ' sees who waits')
  from (values ('bob_login', 'c1 bob Bobname east 180.0 180.0 true true, c/2 bob Bobname east 60.0 60.0 false false'),
               ('zoe_login', 'c1 bob Bobname east 180.0 180.0 true true, c/2 bob Bobname east 60.0 60.0 false false'),
               ('wei_login', 'c3 wei Weiname west 3600.0 3600.0 true true'),
               ('close_login', 'c3 wei Weiname west 3600.0 3600.0 true true, c4 (unassigned) - - 600.0 600.0 false true, '
                               'c1 bob Bobname east 180.0 180.0 true true, c/2 bob Bobname east 60.0 60.0 false false'),
               ('operator_login', 'c3 wei Weiname west 3600.0 3600.0 true true, c4 (unassigned) - - 600.0 600.0 false true, '
                                  'c1 bob Bobname east 180.0 180.0 true true, c/2 bob Bobname east 60.0 60.0 false false'),
               ('ned_login', '')) v(l, seen);
select is(fixture.list(fixture.ask('close_login', 'waiting()'), 'teams', 'team,count,slow,longest_seconds'), 'west 1 1 3600.0, - 1 1 600.0, east 2 1 180.0', 'and how many of each team');
select is(fixture.ask('close_login', 'waiting()') ->> 'count' || (fixture.ask('close_login', 'waiting(most => 1)') ->> 'count'), '44', 'the counts are of all');
select is(fixture.list(fixture.ask('close_login', 'waiting(most => 1)'), 'waiting', 'conversation'), 'c3', 'the list is as long as is asked for');
select is(fixture.list(fixture.ask('close_login', 'waiting(team => ''east'')'), 'waiting', 'conversation'), 'c1, c/2', 'of one team');
select is(fixture.ask('zoe_login', 'waiting()') #>> '{waiting,0,asked_at}', '2026-03-02T12:00:00+00:00', 'when it was asked');
select is(fixture.named(fixture.ask('bob_login', 'waiting()')) || '/' || fixture.named(fixture.ask('zoe_login', 'waiting()')), 'bob/bob', 'nobody else is named');

-- Outside service hours nobody waits; a link is made of a template, escaped.
select ref.load_hours('{"shop": {"weekly": {"mon": ["12:01-13:00"]}}}', '2000-01-01');
select period.set_settings(array['web.slow_seconds=119', 'web.chat_url=https://chat.example/c/{id}?x=1']);
select is(fixture.list(fixture.ask('close_login', 'waiting()'), 'waiting', 'conversation,seconds,counted_seconds,slow,url'),
          'c3 3600.0 120.0 true https://chat.example/c/c3?x=1, c4 600.0 120.0 true https://chat.example/c/c4?x=1, '
          'c1 180.0 120.0 true https://chat.example/c/c1?x=1, c/2 60.0 60.0 false https://chat.example/c/c%2F2?x=1',
          'a wait counts inside the service hours');
select is(web.link('https://x/{id}', '单 1&a'), 'https://x/%E5%8D%95%201%26a', 'every byte that a URL does not take is escaped');
select is(web.link(null, 'c1'), null, 'no template, no link');
select ref.load_hours('{}', '2000-01-01');
select throws_ok(format('select period.set_settings(array[%L])', s), '22023', null, 'refused: ' || s)
  from unnest(array['web.slow_seconds=0', 'web.slow_seconds=86401', 'web.chat_url=javascript:{id}', 'web.chat_url=https://x/', 'web.order_url=https://x/{id} {id}',
                    'web.order_url={id}', 'web.order_url=https://x/{name}/{id}']) s;
select is((select string_agg(l.value, ' ') from period.setting_list() l where l.key like 'web.%'), '119 https://chat.example/c/{id}?x=1', 'what was set stands');
select period.set_settings('{web.slow_seconds=,web.chat_url=}');
select is((select string_agg(coalesce(l.value, '-'), ' ' order by l.key) from period.setting_list() l where l.key like 'web.%'), '- - 100', 'and goes back to the default');

-- Today: what is settled, and who waits.
select is(fixture.ask('bob_login', 'today()') #> '{agents,0,metrics}',
          '{"received": 1, "replied": 1, "reply_rate": 1, "rounds": 2, "answered_rounds": 2, "unanswered_rounds": 0, "slow_rounds": 2, "response_seconds": 180,
            "first_response_seconds": null, "inquirers": 1, "ordered": 0, "inquiry_conversion": 0, "orderers": 0, "payers": 0, "sales": 0, "csat": null}',
          'two answers, after 60 and 300 seconds');
select is(fixture.list(fixture.ask(l, 'today()'), 'agents', 'agent,name,team,waiting,metrics.rounds,asked_hours.9,asked_hours.10,asked_hours.11'), seen, l || ' sees today')
  from (values ('bob_login', 'bob Bobname east 2 2 0 1 1'), ('zoe_login', 'bob Bobname east 2 2 0 1 1'), ('wei_login', 'wei Weiname west 1 1 1 0 0'),
               ('close_login', 'bob Bobname east 2 2 0 1 1, wei Weiname west 1 1 1 0 0')) v(l, seen);
select is(fixture.ask('close_login', 'today()') -> 'asked_hours', '[0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]', 'by hour');
select is(fixture.list(fixture.ask('close_login', 'today(''west'')'), 'agents', 'agent'), 'wei', 'of one team');
select is(fixture.ask('close_login', 'today()') #>> '{labels,received}', 'customers received', 'metrics have names');
select is(fixture.ask('close_login', 'me()') #>> '{age_seconds}', '30.0', 'how old the numbers are');
select is(fixture.ask('close_login', 'me()') #>> '{teams}', '["east", "west"]', 'the closing role chooses from all teams');
select is(fixture.ask('zoe_login', 'me()') ->> 'leads' || (fixture.ask('zoe_login', 'me()') ->> 'roles'), '["east"]["merit_lead"]', 'a lead leads');

-- In the language that is asked for.
set local merit.language = 'zh';
select is(fixture.ask('close_login', 'today()') #>> '{labels,received}' || (fixture.ask('zoe_login', 'me()') ->> 'language'), '接待人数zh', 'in Chinese');
select is(fixture.ask('zoe_login', 'me()') #>> '{shop,language}', 'en', 'in a shop that reads English');
set local merit.language = 'fr';
select is(fixture.ask('zoe_login', 'me()') ->> 'error', '22023', 'no third language');
set local merit.language = '';

-- In the shop's time, whatever the session's.
set local timezone = 'America/New_York';
select is(fixture.ask('zoe_login', 'waiting()') #>> '{waiting,0,asked_at}', '2026-03-02T12:00:00+00:00', 'instants are of the shop''s zone');
select is(current_setting('timezone'), 'America/New_York', 'and the session keeps its own');
set local timezone = 'UTC';

-- Who may not ask, and what is asked wrongly.
select is(fixture.ask(l, call) ->> 'error', '42501', l || ' does not ask ' || call)
  from (values ('reader_login', 'me()'), ('pay_login', 'waiting()'), ('pay_login', 'today()'), ('operator_login', 'today()'), ('reader_login', 'today()')) v(l, call);
select is(fixture.ask('zoe_login', call) ->> 'message', said, call)
  from (values ('waiting(most => 0)', 'most is 0; it must be 1 … 1000'), ('waiting(''west'')', 'there is no team "west" for zoe_login'),
               ('today(''nowhere'')', 'there is no team "nowhere" for zoe_login')) v(call, said);
set local merit.language = 'zh';
select is(fixture.ask('zoe_login', call) ->> 'message', said, call || ', in Chinese')
  from (values ('waiting(most => 0)', '行数不能是 0，须为 1 至 1000'), ('today(''nowhere'')', '团队“nowhere”不存在，或 zoe_login 不能查看'),
               ('person(''wei'')', '账号“wei”不存在，或 zoe_login 不能查看')) v(call, said);
set local merit.language = '';

select * from finish();
rollback;
