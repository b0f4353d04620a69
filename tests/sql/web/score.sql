-- web.ranking, web.person, web.evidence: who leads, why somebody has a score, and what lifts it, each to each role.
begin;
\ir fixture.psql
select plan(97);
set local merit.now = '2026-03-20T12:00:00Z';

-- A month with nothing in it.
select is(fixture.list(fixture.ask('close_login', 'ranking()'), 'rows', 'agent') || (fixture.ask('close_login', 'ranking()') ->> 'state'), 'open', 'nobody leads yet');
select is(fixture.ask('ned_login', 'person()') - array['trend', 'labels', 'blockers', 'warnings', 'indicators'] #>> '{agent}', 'ned', 'an agent of no team and no numbers');
select is(fixture.ask('ned_login', 'person()') ->> 'total', null, 'has no score');
select is(fixture.list(fixture.ask('ned_login', 'person()'), 'indicators', 'indicator'), '', 'and no indicator');
select is(fixture.ask('guest_login', 'person()') ->> 'message', 'guest_login is no agent: name one', 'a login of nobody');

-- March. bob: one answer after 32.4 s; four ordered 100 each, two paid, 100 and 200; the target is 1000. cat: 20 s. wei: 50 s.
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:00:32.4 messages=1/1');
select fixture.chat('c2', 'cid', 'cat 2026-03-02 answered=10:00>10:00:20 messages=1/1');
select fixture.chat('c3', 'dan', 'wei 2026-03-11 answered=11:00>11:00:50 messages=1/1');
select fixture.order('o' || n, 'buyer' || n, 'created 2026-03-03 12:00 amount=100 agent=bob') from generate_series(3, 4) n;
select fixture.order('o1', 'buyer1', 'created 2026-03-03 12:00 amount=100 agent=bob', 'paid 2026-03-04 12:30 amount=100');
select fixture.order('o2', 'buyer2', 'created 2026-03-03 12:00 amount=200 agent=bob', 'paid 2026-03-09 12:30 amount=200');
select from fixture.write(targets => array[row(1, '2026-03-01Z', 'bob', '2026-03', 'sales', 1000)]::ingest.target_row[]);
select fixture.settle('2026-03-20T12:00:00Z');

-- (80 + 60 + 0 + 0) × 25 / 100 = 35; the others have one indicator each, and the whole weight on it
select is(fixture.list(fixture.ask(l, 'ranking()'), 'rows', 'rank,agent,name,team,total,grade_label'), seen, l || ' sees the ranking')
  from (values ('close_login', '1 cat Catname east 100.00 Good, 2 wei Weiname west 80.00 Poor, 3 bob Bobname east 35.00 Poor'),
               ('zoe_login', '1 cat Catname east 100.00 Good, 3 bob Bobname east 35.00 Poor'), ('bob_login', '3 bob Bobname east 35.00 Poor'),
               ('wei_login', '2 wei Weiname west 80.00 Poor'), ('ned_login', '')) v(l, seen);
select is(fixture.list(fixture.ask('close_login', 'ranking(team => ''west'')'), 'rows', 'rank,agent'), '2 wei', 'of one team, with the ranks of the shop');
select is(fixture.ask('close_login', 'ranking()') - array['rows', 'as_of', 'final_from', 'missing', 'complete_up_to', 'why'],
          '{"period_kind": "month", "start": "2026-03-01", "end": "2026-03-31", "previous": "2026-02-01", "next": null, "team": null, "teams": ["east", "west"],
            "scheme": "desk", "scheme_label": "Desk", "schemes": [{"scheme": "desk", "label": "Desk"}], "scope": "shop", "by_metric": null, "by_label": null, "labels": {},
            "state": "open", "state_label": "open", "recalculating": false, "revision": null}', 'what is ranked, and how far it is');
select is(fixture.list(fixture.ask('close_login', 'ranking()'), 'missing', 'kind,code,month'),
          'blocker running 2026-03, warning targets_missing 2026-03, warning unread 2026-03', 'what is missing') ;
select is(fixture.list(fixture.ask('bob_login', 'ranking()'), 'missing', 'code'), 'running', 'an agent is told of no warning that is not the agent''s');
select is(fixture.list(fixture.ask('wei_login', 'ranking()'), 'missing', 'code'), 'running, targets_missing', 'but of a missing target of its own');
set local merit.now = '2026-04-01T12:00:00Z';
select is(fixture.ask('bob_login', 'ranking(start => ''2026-03-01'')') ->> 'state', 'provisional', 'after the month the numbers may still change');
-- The first of April: nobody is ranked in it, so March is shown, and the running month is the next. Once somebody is, it is shown.
select is(fixture.ask('close_login', q) ->> 'start' || ' ' || (fixture.ask('close_login', q) ->> 'next'), shown, q)
  from (values ('ranking()', '2026-03-01 2026-04-01'), ('ranking(''quarter'')', '2026-01-01 2026-04-01'), ('ranking(''half_year'')', null), ('ranking(''day'')', null)) v(q, shown);
select is(fixture.ask('close_login', q) ->> 'start', shown, q || ' is of')
  from (values ('ranking(''half_year'')', '2026-01-01'), ('ranking(''day'')', '2026-04-01'), ('ranking(''week'')', '2026-03-30'), ('ranking(start => ''2026-04-01'')', '2026-04-01')) v(q, shown);
select is(fixture.ask('bob_login', 'person()') ->> 'month' || ' ' || (fixture.ask('ned_login', 'person()') ->> 'month'), '2026-03 2026-04', 'of who was not in March the running month');
select is(fixture.ask('zoe_login', 'team(''east'')') ->> 'month' || ' ' || (fixture.ask('zoe_login', 'team(''east'', ''2026-04-01'')') ->> 'month'), '2026-03 2026-04', 'and teams have it');
set local merit.now = '2026-05-01T12:00:00Z';
select is(fixture.ask('close_login', 'ranking()') ->> 'start', '2026-05-01', 'but no month further back');
set local merit.now = '2026-04-01T12:00:00Z';
select fixture.chat('c4', 'ann', 'bob 2026-04-01 answered=10:00>10:00:30 messages=1/1');
select fixture.settle('2026-04-01T12:00:00Z');
select is(fixture.ask('close_login', 'ranking()') ->> 'start' || ' ' || (fixture.ask('bob_login', 'person()') ->> 'month'), '2026-04-01 2026-04', 'somebody is ranked in April');
set local merit.now = '2026-03-20T12:00:00Z';

-- Days and weeks: by a metric, places among all.
select is(fixture.list(fixture.ask(l, 'ranking(''day'', ''2026-03-02'', by_metric => ''response_seconds'')'), 'rows', 'rank,agent,metrics.response_seconds'), seen, l || ' sees a day')
  from (values ('close_login', '1 cat 20, 2 bob 32.4'), ('bob_login', '2 bob 32.4'), ('wei_login', '')) v(l, seen);
select is(fixture.list(fixture.ask('close_login', 'ranking(''week'', ''2026-03-02'')'), 'rows', 'rank,agent,metrics.sales,metrics.rounds,metrics.payers,metrics.orderers'),
          '1 bob 100 1 2 4, 2 cat 0 1 0 0', 'a week adds up its days: the payment of the 9th is not in it, but its order was');
select is(fixture.list(fixture.ask('zoe_login', 'ranking(''week'', ''2026-03-09'')'), 'rows', 'rank,agent,metrics.sales'), '1 bob 200', 'another has it');
select is(fixture.ask('zoe_login', 'ranking(''week'', ''2026-03-09'')') ->> 'end', '2026-03-15', 'and ends on a Sunday');
select is(fixture.ask('zoe_login', 'ranking(''week'', ''2026-03-09'')') ->> 'by_label', 'sales', 'what it is ranked by');

-- Why: each indicator, and what the next edge takes.
select is(fixture.list(fixture.ask('bob_login', 'person()'), 'indicators', 'indicator,label,value,points,weight,contribution,edge,next_edge,missing,brings,unit'),
          'response_seconds The response_seconds 32.4 80 25 20 60 30 -2.4 5 seconds, order_success The order_success 0.5 60 25 15 0.5 0.9 0.4 10 share, '
          'unit_price The unit_price 150 0 25 0 - 220 70 25 money, target_completion The target_completion 0.3 0 25 0 - 0.4 0.1 10 share', 'the indicators of bob');
select is(fixture.list(fixture.ask('bob_login', 'person()'), 'indicators', 'lift.by,lift.amount,lift.brings,lift.text'),
          -- 0.9 × 4 − 2 = 1.6, so two; 220 × 2 − 300; 0.4 × 1000 − 300
          'response_seconds 2.4 5 2.4 s faster, payers 2 10 2 more payers, sales 140.00 25 ¥140 more sales, sales 100.00 10 ¥100 more sales', 'what lifts each');
select is(fixture.ask('bob_login', 'person()') ->> 'total' || ' ' || (fixture.ask('bob_login', 'person()') ->> 'rank'), '35.00 3', 'his score');
select is(fixture.list(fixture.ask('bob_login', 'person()'), 'trend', 'day,metrics.sales,metrics.rounds'), '2026-03-02 0 1, 2026-03-03 0 0, 2026-03-04 100 0, 2026-03-09 200 0', 'his days');
select is(fixture.list(fixture.ask('bob_login', 'person()'), 'targets', 'metric,target,value,share'), 'sales 1000 300.00 0.3', 'his target');
select is(fixture.list(fixture.ask('bob_login', 'person()'), 'history', 'month'), '', 'nothing is kept of months yet');
select is(fixture.ask(l, format('person(%L)', a)) ->> 'message', case when sees then null else format('there is no agent "%s" for %s', a, l) end, l || ' and ' || a)
  from (values ('zoe_login', 'bob', true), ('zoe_login', 'wei', false), ('wei_login', 'bob', false), ('bob_login', 'nobody', false), ('close_login', 'wei', true),
               ('close_login', 'nobody', false)) v(l, a, sees);
select is(fixture.named(fixture.ask('bob_login', 'person()')) || '/' || fixture.named(fixture.ask('wei_login', 'ranking()')) || '/' || fixture.named(fixture.ask('zoe_login', 'ranking()')),
          'bob/wei/bob cat', 'nobody else is named');
set local merit.language = 'zh';
select is(fixture.list(fixture.ask('bob_login', 'person()'), 'indicators', 'label,lift.text'),
          '指标 response_seconds 再快 2.4 秒, 指标 order_success 付款人数再多 2, 指标 unit_price 销售额再多 ¥140, 指标 target_completion 销售额再多 ¥100', 'in Chinese');
select is(fixture.ask('bob_login', 'person()') ->> 'grade_label' || (fixture.ask('bob_login', 'ranking()') ->> 'scheme_label') || (fixture.ask('bob_login', 'ranking()') ->> 'state_label'),
          '差前台进行中', 'the grade, the scheme and the state, too');
set local merit.language = '';

-- What is behind: rounds or orders, a page at a time.
select is(fixture.list(fixture.ask('bob_login', 'evidence(''bob'', ''2026-03-01'', ''response_seconds'')'), 'rows', 'kind,reference,day,seconds,what'),
          'round c1 2026-03-02 32.4 answered', 'the round behind the response time');
create function pg_temp.pages(login text, most integer) returns text language plpgsql as $$
declare next text; page jsonb; pages text[] := '{}';
begin
    loop
        page := fixture.ask(login, format('evidence(''bob'', ''2026-03-01'', ''order_success'', after => %L, most => %s)', next, most));
        pages := pages || fixture.list(page, 'rows', 'reference');
        next := page ->> 'next';
        exit when next is null or cardinality(pages) > 9;
    end loop;
    return array_to_string(pages, ' | ');
end $$;
select is(pg_temp.pages('bob_login', 50), 'o1, o2, o3, o4', 'the orders behind order success');
select is(pg_temp.pages(l, most), pages, format('%s to a page', most))
  from (values ('bob_login', 3, 'o1, o2, o3 | o4'), ('zoe_login', 2, 'o1, o2 | o3, o4'), ('close_login', 1, 'o1 | o2 | o3 | o4'), ('bob_login', 4, 'o1, o2, o3, o4')) v(l, most, pages);
select period.set_settings(array['web.order_url=https://shop.example/o?id={id}']);
select is(fixture.list(fixture.ask('bob_login', 'evidence(''bob'', ''2026-03-01'', ''unit_price'', most => 1)'), 'rows', 'url,amount,kind_label'), 'https://shop.example/o?id=o1 100.00 order', 'with a link');
-- an order of a customer of wei's that is credited to bob: wei is not told to whom
select fixture.order('o9', 'dan', 'created 2026-03-11 12:00 amount=5 agent=bob');
select fixture.settle('2026-03-20T12:00:00Z');
select is(fixture.list(fixture.ask(l, 'evidence(''wei'', ''2026-03-01'', ''order_success'')'), 'rows', 'reference,what'), seen, l || ' sees whose the order is')
  from (values ('wei_login', 'o9 credited to somebody else'), ('close_login', 'o9 credited to bob')) v(l, seen);
select is(fixture.ask('zoe_login', 'evidence(''wei'', ''2026-03-01'', ''order_success'')') ->> 'error', '22023', 'a lead does not see another team''s');

-- Closed, the month is what it was, whatever comes; then what only people decide.
set local merit.now = '2026-06-01T00:00:00Z';
select fixture.settle('2026-06-01');
select is((period.close('2026-03-01', accept_warnings => true)) ->> 'done', 'true', 'the month is closed');
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:00:10 messages=1/1');
select fixture.settle('2026-06-01');
select isnt((select s.total from merit.score s where s.month = '2026-03-01' and s.agent = 'bob'), 35.00, 'late facts change the score of the present');
select is(fixture.list(fixture.ask('zoe_login', 'ranking(start => ''2026-03-01'')'), 'rows', 'rank,agent,total,place'), '1 cat 100.00 first, 3 bob 20.00 last', 'but not the ranking that was frozen');
-- five ordered now: 0.9 × 5 − 2 = 2.5
select is(fixture.list(fixture.ask('bob_login', 'person(month => ''2026-03-01'')'), 'indicators', 'value,points,lift.text'),
          '32.4 80 2.4 s faster, 0.4 0 1 more payers, 150 0 ¥140 more sales, 0.3 0 ¥100 more sales', 'nor the indicators');
select is(fixture.ask('bob_login', 'ranking(start => ''2026-03-01'')') ->> 'why', null, 'an agent is not told who closed');
select is(fixture.ask('zoe_login', 'ranking(start => ''2026-03-01'')') ->> 'why', 'closed by ' || current_user || ', nothing missing', 'a lead is');
select is(fixture.list(fixture.ask('bob_login', 'person(month => ''2026-03-01'')'), 'ledger', 'kind,amount,agent'), 'penalty -50.00 bob', 'his line of the ledger');
select is(fixture.list(fixture.ask('wei_login', 'person(month => ''2026-03-01'')'), 'ledger', 'agent'), '', 'is not another''s');
select isnt(fixture.ask('bob_login', 'person(month => ''2026-03-01'')') ->> 'appeal_until', null, 'he may appeal');
select is(fixture.ask(l, 'person(''bob'', ''2026-03-01'')') #>> '{acknowledgement,own}', seen, l || ' and the result that bob may acknowledge')
  from (values ('bob_login', 'true'), ('zoe_login', 'false')) v(l, seen);
select is(fixture.ask('bob_login', 'person(month => ''2026-02-01'')') ->> 'acknowledgement', null, 'of a closed month');
select period.appeal_file('2026-03-01', 'bob', 'response_seconds', 'too fast', by_person => 'bob');
select is(fixture.list(fixture.ask(l, 'person(''bob'', ''2026-03-01'')'), 'appeals', 'indicator,label,reason,state_label'), seen, l || ' sees the appeal')
  from (values ('bob_login', 'response_seconds The response_seconds too fast open'), ('zoe_login', 'response_seconds The response_seconds too fast open')) v(l, seen);
select is(fixture.list(fixture.ask('bob_login', 'person(month => ''2026-03-01'')'), 'actions', 'action,label,state'), 'improvement_plan improvement plan open', 'what he is to do');

-- Quarters: means of months.
select is(fixture.list(fixture.ask('close_login', 'ranking(''quarter'', ''2026-01-01'')'), 'rows', 'rank,agent,total,months.0.month'), '1 cat 100.00 2026-03, 2 wei 80.00 2026-03, 3 bob 20.00 2026-03', 'of the quarter');
select is(fixture.list(fixture.ask('wei_login', 'ranking(''quarter'', ''2026-01-01'')'), 'rows', 'rank,agent'), '2 wei', 'an agent sees its own place');
select is(fixture.ask('close_login', 'ranking(''year'')') - array['as_of', 'missing', 'previous', 'next'] @> '{"start": "2026-01-01", "end": "2026-12-31", "scheme": null, "schemes": [], "rows": [], "state": "open"}',
          true, 'years that no scheme has are empty');

-- The month before: March is closed, nothing was in February.
select fixture.chat('c9', 'ann', 'bob 2026-04-02 answered=10:00>10:00:20 messages=1/1');
select fixture.settle('2026-06-01');
select is(fixture.ask('bob_login', 'person(month => ''2026-03-01'')') -> 'before', 'null', 'there is no month before');
select is(a.answer -> 'before', jsonb_build_object('month', '2026-03', 'total', m.answer -> 'total', 'rank', m.answer -> 'rank',
                                                  'change', trim_scale((a.answer ->> 'total')::numeric - (m.answer ->> 'total')::numeric)), 'how the score has changed')
  from fixture.ask('bob_login', 'person(month => ''2026-04-01'')') as a(answer), fixture.ask('bob_login', 'person(month => ''2026-03-01'')') as m(answer);

-- A month without a scheme, and what is asked wrongly.
select fixture.chat('c7', 'ann', 'bob 2026-02-02 answered=10:00>10:00:20 messages=1/1');
select fixture.settle('2026-06-01');
select is((fixture.ask('bob_login', 'ranking(start => ''2026-02-01'')') -> 'rows') || (fixture.ask('zoe_login', 'person(''bob'', ''2026-02-01'')') -> 'indicators'), '[]',
          'without a scheme there is no score');
select is(fixture.list(fixture.ask('zoe_login', 'person(''bob'', ''2026-02-01'')'), 'trend', 'day,metrics.response_seconds'), '2026-02-02 20', 'but there are numbers');
select is(fixture.ask('zoe_login', call) ->> 'error', '22023', call)
  from unnest(array['ranking(''decade'')', 'ranking(''half_year'', ''2026-04-01'')', 'ranking(''year'', ''2026-07-01'')', 'ranking(''month'', ''2026-03-02'')', 'ranking(''week'', ''2026-03-03'')', 'ranking(''quarter'', ''2026-02-01'')',
                    'ranking(scheme => ''none'')', 'ranking(team => ''west'')', 'ranking(''day'', by_metric => ''wage'')', 'ranking(start => ''1999-01-01'')',
                    'person(month => ''2026-03-31'')', 'person(month => ''9999-01-01'')', 'evidence(''bob'', ''2026-03-01'', ''none'')']) call;

select is(fixture.ask('zoe_login', 'ranking(null, null, null, null, null)'), fixture.ask('zoe_login', 'ranking()'), 'NULL is the default');

-- Each metric has a name, in words, and a unit.
set local merit.language = 'zh';
select is_empty($$ select m.metric from score.metric_list() m
                    where web.label(replace(m.metric, '<N>', '30')) in (m.metric, replace(m.metric, '<N>', '30')) or web.unit(m.metric) is null $$, 'each metric has a name and a unit');

select * from finish();
rollback;
