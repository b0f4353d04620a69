-- web.team, web.lists, web.month_end, web.quality: how a team does, what to act on, and the end of a month, each to each role.
begin;
\ir fixture.psql
select plan(87);
set local merit.now = '2026-03-20T12:00:00Z';

-- March. Monday the 2nd: bob answers ann after 10 and 20 s, and cat cid after 50 s. Tuesday: bob leaves dan without an answer, who asked and ordered nothing.
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:00:10,10:30>10:30:20 messages=2/2 intent=presale@10:00');
select fixture.chat('c2', 'cid', 'cat 2026-03-02 answered=11:00>11:00:50 messages=1/1 intent=aftersale@11:00');
select fixture.chat('c3', 'dan', 'bob 2026-03-03 unanswered=09:00 messages=1/0 intent=presale@09:00');
select fixture.chat('c4', 'eve', 'wei 2026-03-03 answered=09:00>09:00:05 messages=1/1 intent=presale@09:00');
-- ann orders and pays; two more orders of bob's are not paid, one is stated to be due on the 25th; wei has one, too
select fixture.order('o1', 'ann', 'created 2026-03-02 12:00 amount=100 agent=bob', 'paid 2026-03-02 12:30 amount=100');
select fixture.order('o2', 'fay', 'created 2026-03-10 12:00 amount=20 agent=bob');
select fixture.order('o3', 'gil', 'created 2026-03-19 12:00 amount=30 agent=bob');
update fact.order_event e set pay_due = '2026-03-25T00:00:00Z' where e.order_id = 'o3';
select fixture.order('o4', 'hal', 'created 2026-03-19 12:00 amount=40 agent=wei');
-- a complaint to cat of the 5th is due after six days, and open; one of wei's was resolved too late
select fixture.ticket('t1', 'created 2026-03-05 09:00 category=complaint agent=cat');
select fixture.ticket('t2', 'created 2026-03-05 09:00 category=complaint agent=wei', 'resolved 2026-03-12 09:00 agent=wei');
select from fixture.write(targets => array[row(1, '2026-03-01Z', 'bob', '2026-03', 'sales', 400), row(2, '2026-03-01Z', 'wei', '2026-03', 'sales', 50)]::ingest.target_row[]);
select fixture.settle('2026-03-20T12:00:00Z');

-- The team: who is in it, and what it is together.
create function pg_temp.team(login text) returns jsonb language sql as $$ select fixture.ask(login, 'team(''east'', ''2026-03-01'')') $$;
select is(fixture.list(pg_temp.team(l), 'members', 'agent,name,role,rank,metrics.rounds,metrics.sales'),
          'cat Catname - 1 1 0, bob Bobname - 3 3 100, zoe Zoename lead - - -', l || ' sees the members') from unnest('{zoe_login,close_login}'::text[]) l;
select is(pg_temp.team('zoe_login') #> '{metrics,rounds}', '4', 'four rounds');
-- (10 + 20 + 50) / 3
select is(pg_temp.team('zoe_login') #> '{metrics,response_seconds}', '26.666667', 'the mean of three answers');
select is((pg_temp.team('zoe_login') #>> '{metrics,target_completion}')::numeric, 0.25, 'sales 100 of 400');
select is(fixture.list(pg_temp.team('zoe_login'), 'trend', 'day,metrics.rounds,metrics.response_seconds,metrics.sales'),
          '2026-03-02 3 26.666667 100, 2026-03-03 1 - 0, 2026-03-05 0 - 0, 2026-03-10 0 - 0, 2026-03-11 0 - 0, 2026-03-19 0 - 0', 'its days');
select is(pg_temp.team('zoe_login') #> '{load,0}', '[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]', 'Mondays by the hour');
select is(pg_temp.team('zoe_login') #> '{load,1}', '[0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]', 'and Tuesdays');
select is(fixture.list(pg_temp.team('zoe_login'), 'waits', 'from_seconds,to_seconds,rounds'),
          '0 5 0, 5 10 ' || case when fixture.wait_seconds(10000) < 10 then '1, 10 20 ' else '0, 10 20 ' end
          || (select count(*) filter (where s >= 10 and s < 20) || ', 20 30 ' || count(*) filter (where s >= 20 and s < 30) || ', 30 60 ' || count(*) filter (where s >= 30 and s < 60)
                from (select fixture.wait_seconds(w) as s from unnest('{10000,20000,50000}'::bigint[]) w) x)
          || ', 60 120 0, 120 300 0, 300 600 0, 600 - 0', 'how long customers waited');
select is(pg_temp.team('bob_login') ->> 'error', '42501', 'an agent does not ask for teams');
select is(fixture.ask(l, call) ->> 'error', '22023', l || ': ' || call)
  from (values ('zoe_login', 'team(''west'')'), ('zoe_login', 'team(null)'), ('close_login', 'team(''nowhere'')'), ('zoe_login', 'team(''east'', ''2026-03-02'')')) v(l, call);
select is(fixture.named(pg_temp.team('zoe_login')), 'bob cat zoe', 'of the team alone');
select fixture.staff('uma', 'east', day => '2026-03-10'), fixture.staff('bob', 'west', day => '2026-03-15');
select is(fixture.list(fixture.ask('close_login', 'team(''east'', ''2026-03-01'')'), 'members', 'agent'), 'cat, uma, zoe', 'who is in it now');
-- bob's sales and rounds were all before the 15th
select is(fixture.ask('close_login', 'team(''east'', ''2026-03-01'')') #> '{metrics,rounds}', '4', 'what was done is of who was in it then');
select is((select jsonb_object_agg(m.metric, m.value) from rollup.metric m where m.whose = 'one team' and m.grain = 'month' and m.start = '2026-03-01' and m.agent = 'east'),
          (select jsonb_object_agg(m.metric, m.value) from rollup.metric m where m.whose = 'team' and m.grain = 'month' and m.start = '2026-03-01' and m.agent = 'east'),
          'one team has what it has among all');
select is((select jsonb_object_agg(m.start || m.metric, m.value) from rollup.metric m where m.whose = 'days' and m.grain = '2026-03' and m.agent = t and m.metric <> 'target_completion'),
          (select jsonb_object_agg(d.day || m.metric, m.value) from ref.day d cross join lateral rollup.group_metrics('team', 'day', d.day) m
            where d.day between '2026-03-01' and '2026-03-31' and m.name = t and m.metric !~ ':'), 'and the days of ' || t) from unnest('{east,west}'::text[]) t;
select is((select jsonb_object_agg(m.agent || m.metric, m.value) from rollup.metric m
            where m.whose = 'person' and m.grain = 'week' and m.start = '2026-03-02' and m.metric in ('rounds', 'sales', 'response_seconds', 'orderers')),
          (select jsonb_object_agg(v.k, v.n) from (values ('bobrounds', 3), ('bobsales', 100.00), ('bobresponse_seconds', 15), ('boborderers', 1),
                                                    ('catrounds', 1), ('catsales', 0), ('catresponse_seconds', 50), ('catorderers', 0),
                                                    ('weirounds', 1), ('weisales', 0), ('weiresponse_seconds', 5), ('weiorderers', 0)) v(k, n)), 'a week of each');
delete from fact.agent_event e where e.agent = 'uma' or e.agent = 'bob' and e.day = '2026-03-15';

-- Lists.
create function pg_temp.listed(login text, list text, members text) returns text language sql as $$
    select fixture.list(fixture.ask(login, format('lists(%L, ''2026-03-01'')', list)), 'rows', members)
$$;
select is(pg_temp.listed(l, list, members), seen, l || ' sees ' || list)
  from (values ('inquiries', 'agent,name,team,day,conversation,asked_at', 'zoe_login', 'bob Bobname east 2026-03-03 c3 2026-03-03T09:00:00+00:00'),
               ('inquiries', 'agent,conversation', 'close_login', 'bob c3, wei c4'), ('inquiries', 'agent,conversation', 'wei_login', 'wei c4'),
               ('unpaid_orders', 'agent,order_id,amount,pay_until,overdue', 'bob_login', 'bob o2 20.00 2026-03-17T12:00:00+00:00 true, bob o3 30.00 2026-03-25T00:00:00+00:00 false'),
               ('unpaid_orders', 'order_id', 'close_login', 'o2, o3, o4'), ('unpaid_orders', 'order_id', 'wei_login', 'o4'),
               ('overdue_tickets', 'agent,ticket,category,due,open,overdue_seconds', 'zoe_login',
                'cat t1 complaint 2026-03-11T09:00:00+00:00 true ' || 9 * 86400 + 3 * 3600), ('overdue_tickets', 'ticket,open', 'close_login', 't1 true, t2 false'),
               ('overdue_tickets', 'ticket', 'bob_login', ''),
               ('targets', 'agent,metric,target,value,share,missing', 'zoe_login', 'bob sales 400 100 0.25 300'), ('targets', 'agent', 'close_login', 'bob, wei'),
               ('marks_due', 'agent', 'close_login', '')) v(list, members, l, seen);
select is(fixture.list(fixture.ask('close_login', 'lists(''unpaid_orders'', ''2026-03-01'', ''west'')'), 'rows', 'order_id'), 'o4', 'of one team');
select is(fixture.list(a.page, 'rows', 'order_id') || ' | ' || fixture.list(fixture.ask('close_login', format('lists(''unpaid_orders'', ''2026-03-01'', after => %L, most => 2)', a.page ->> 'next')), 'rows', 'order_id'),
          'o2, o3 | o4', 'a page at a time')
  from (select fixture.ask('close_login', 'lists(''unpaid_orders'', ''2026-03-01'', most => 2)') as page) a;
select is(fixture.ask('zoe_login', call) ->> 'error', '22023', call)
  from unnest(array['lists(''wages'')', 'lists(null)', 'lists(''targets'', team => ''west'')', 'lists(''targets'', most => 501)', 'lists(''targets'', after => ''x'')',
                    'lists(''targets'', after => ''["a"]'')', 'lists(''targets'', ''2026-03-09'')', 'evidence(''bob'', ''2026-03-01'', ''unit_price'', after => ''["a", "b", "c", "d"]'')']) call;

-- Marks that a scheme waits for: what the close would warn of.
select score.load(jsonb_set(fixture.scheme(), '{indicators,2}', '{"indicator": "care", "name": {"zh": "用心", "en": "Care"}, "weight": 25, "better": "higher", "on_null": "leave_out",
    "value": {"marks": "care", "roles": {"lead": 100}, "points_of": "mean"}, "rule": "mark", "parameters": {"allowed": [100, 80, 0]}}'), '2026-03-01');
select is(pg_temp.listed(l, 'marks_due', 'agent,mark,label,role,role_label'), seen, l || ' sees which marks are due')
  from (values ('close_login', 'bob care Care lead lead, cat care Care lead lead, wei care Care lead lead'), ('bob_login', 'bob care Care lead lead')) v(l, seen);
select from fixture.write(marks => array[row(1, '2026-03-02Z', 'bob', 'care', '2026-03', 'zoe', 'lead', 80, 100)]::ingest.mark_row[]);
select is(pg_temp.listed('zoe_login', 'marks_due', 'agent'), 'cat', 'one is given');

-- The end of the month.
create function pg_temp.month_end(login text) returns jsonb language sql as $$ select fixture.ask(login, 'month_end(''2026-03-01'')') $$;
select is(pg_temp.month_end(l) ->> 'state' || ' ' || fixture.list(pg_temp.month_end(l), 'blockers', 'code'), 'open running', l || ' sees how far the month is')
  from unnest('{bob_login,zoe_login,close_login,pay_login,operator_login}'::text[]) l;
select is(fixture.list(pg_temp.month_end('close_login'), 'warnings', 'message'),
          'no sales target: cat, marks of role lead for care are missing: cat, wei, nothing was ever read of topic events: right only where all events come from files', 'the warnings');
select is(fixture.list(pg_temp.month_end('bob_login'), 'warnings', 'message'), '', 'none is bob''s');
select is(fixture.list(pg_temp.month_end('operator_login'), 'warnings', 'message') like '%cat%', false, 'operators are told of no agent');
set local merit.now = '2026-06-01T00:00:00Z';
select fixture.settle('2026-06-01');
select is((period.close('2026-03-01', accept_warnings => true)) ->> 'done', 'true', 'it is closed');
-- cat 80; bob (100 + 0 + 80 + 0) / 4 = 45; wei (100 + 0 + 0) / 3
select is(fixture.list(pg_temp.month_end(l), 'ledger', 'agent,kind_label,amount'), seen, l || ' sees lines of the ledger')
  from (values ('close_login', 'cat reward 100.00, wei penalty -50.00'), ('pay_login', 'cat reward 100.00, wei penalty -50.00'), ('zoe_login', 'cat reward 100.00'),
               ('wei_login', 'wei penalty -50.00'), ('bob_login', ''), ('operator_login', '')) v(l, seen);
select is(fixture.list(pg_temp.month_end(l), 'actions', 'agent,action'), seen, l || ' sees what is to be done')
  from (values ('close_login', 'wei improvement_plan'), ('wei_login', 'wei improvement_plan'), ('zoe_login', ''), ('pay_login', ''), ('operator_login', '')) v(l, seen);
select is(fixture.list(pg_temp.month_end(l), 'acknowledgements', 'agent,own'), seen, l || ' sees who has still to acknowledge the result')
  from (values ('close_login', 'bob false, cat false, wei false'), ('pay_login', 'bob false, cat false, wei false'), ('zoe_login', 'bob false, cat false'),
               ('bob_login', 'bob true'), ('operator_login', '')) v(l, seen);
select is(fixture.list(pg_temp.month_end(l), 'plan', 'agent'), '', 'nothing has changed since') from unnest('{close_login,zoe_login}'::text[]) l;
select fixture.chat('c4', 'eve', 'wei 2026-03-03 answered=09:00>09:00:50 messages=1/1 intent=presale@09:00');
select fixture.settle('2026-06-01');
select is(fixture.list(fixture.ask('close_login', 'month_end(''2026-03-01'')'), 'plan', 'agent') ~ 'wei' and fixture.list(pg_temp.month_end('zoe_login'), 'plan', 'agent') !~ 'wei',
          true, 'what a late fact would change, to whom it concerns');
select is(fixture.named(pg_temp.month_end('wei_login')) || '/' || fixture.named(pg_temp.month_end('operator_login')), 'wei/', 'nobody else is named');
select is(pg_temp.month_end('reader_login') ->> 'error', '42501', 'readers do not ask');
select is(fixture.ask('zoe_login', 'month_end(''2026-03-05'')') ->> 'error', '22023', 'a month is its first day');

-- Against the month before: bob answered one round of February after 40 s, in March he and cat three, after 80 / 3 s, and one was not answered.
select fixture.chat('c9', 'ann', 'bob 2026-02-10 answered=10:00>10:00:40 messages=1/1');
select fixture.settle('2026-06-01');
select is((pg_temp.team('zoe_login') -> 'before') - 'changes' || (select jsonb_object_agg(k, c) from jsonb_each(pg_temp.team('zoe_login') #> '{before,changes}') x(k, c)
            where k in ('rounds', 'response_seconds', 'unanswered_rounds')), '{"month": "2026-02", "rounds": 3, "response_seconds": -13.333333, "unanswered_rounds": 1}', 'of a month that is over all');
set local merit.now = '2026-03-20T12:00:00Z';
select is(pg_temp.team('zoe_login') #> '{before,changes}' ?| '{rounds,sales,unanswered_rounds}'::text[], false, 'of one that is not, nothing that grows with its days');
select is(pg_temp.team('zoe_login') #> '{before,changes,response_seconds}', '-13.333333', 'but what can be compared');
select is(fixture.ask('zoe_login', 'team(''east'', ''2026-02-01'')') -> 'before', 'null', 'there was nothing before');
set local merit.now = '2026-06-01T00:00:00Z';

-- Data quality.
select is(fixture.list(fixture.ask(l, 'quality()'), 'checks', 'check') ~ 'settled', true, l || ' sees data quality') from unnest('{close_login,operator_login}'::text[]) l;
select is(fixture.ask(l, 'quality()') ->> 'error', '42501', l || ' does not') from unnest('{bob_login,zoe_login,pay_login,reader_login}'::text[]) l;

select * from finish();
rollback;
