-- The outbox: at least once, with a key; leases, back-off, answers kept; names left out.
begin;
\ir ../period/fixture.psql
select plan(36);

select period.set_settings('{post.names_down_to=2,"post.appeal_note=Tell zhao."}');
select post.set_receivers('[{"receiver": "file", "kind": "file"}, {"receiver": "rankings", "kind": "kafka"}]');
select fixture.staff('an', 'east');
select fixture.month('2025-01-01', '{"an": 100, "bo": 85, "cui": 70, "ding": 55}');
select fixture.close('2025-01-01');

select is((select jsonb_path_query_array(content, '$.ranking[*].agent') from post.message), '["an", "bo"]', 'names down to rank 2');
select is((select jsonb_path_query_array(content, '$.ranking[*].rank') from post.message), '[1, 2, 3, 4]', 'ranks of all');
select is((select content -> 'rewards' -> 1 from post.message) - 'note', '{"kind": "penalty", "amount": -100.00, "reason": "last", "currency": "CNY"}'::jsonb,
          'the last one''s penalty without a name');
select is((select content #>> '{rewards,0,agent}' from post.message), 'an', 'the first one''s reward with it');
select is((select content #>> '{appeal,how}' from post.message), 'Tell zhao.', 'how to appeal');
select ok((select content::text !~ '"(cui|ding)"' from post.message), 'nobody below that rank is named anywhere');

create function fixture.claim(at timestamptz, sender text default 'one') returns text language sql as $$
    select coalesce(string_agg(concat_ws(' ', c.receiver, c.attempt), ', ' order by c.receiver), '')
      from post.claim($2, as_of => $1) c
$$;
create function fixture.answer(receiver text, outcome text, at timestamptz) returns boolean language sql as $$
    select post.answer(o.message, o.receiver, o.lease, $2, 'said so', 'one', $3) from post.outbox o where o.receiver = $1
$$;
select is(fixture.claim('2025-02-11T00:00:00Z'), 'file 1, rankings 1', 'a sender takes what is due');
select is(fixture.claim('2025-02-11T00:01:59Z'), '', 'which is then leased');
select is(fixture.claim('2025-02-11T00:02:00Z', 'two'), 'file 2, rankings 2', 'until the lease ends: a sender that died is replaced');
select is(post.answer(message, receiver, gen_random_uuid(), 'sent'), false, 'an answer without the lease does not count') from post.outbox where receiver = 'file';
select is(fixture.answer('file', 'sent', '2025-02-11T00:02:05Z'), true, 'an answer with it does');
select is(fixture.answer('rankings', 'failed', '2025-02-11T00:02:05Z'), true, 'a failure too');
select is((select next_at from post.outbox where receiver = 'rankings'), '2025-02-11T00:02:25Z', 'the second failure waits 20 seconds');
select is(fixture.claim('2025-02-11T00:02:24Z'), '', 'not before');
select is(fixture.claim('2025-02-11T00:02:25Z'), 'rankings 3', 'then again, and what was sent never');
select fixture.answer('rankings', 'failed', '2025-02-11T00:03Z');
update post.outbox set attempts = 20 where receiver = 'rankings';
select fixture.claim('2025-02-11T01:00Z');
select fixture.answer('rankings', 'failed', '2025-02-11T01:00Z');
select is((select next_at from post.outbox where receiver = 'rankings'), '2025-02-11T02:00Z', 'an hour at most');
select fixture.claim('2025-02-11T02:00Z');
select fixture.answer('rankings', 'refused', '2025-02-11T02:00Z');
select is(fixture.claim('2025-03-11Z'), '', 'what was refused is not tried again');
select is((select string_agg(concat_ws(' ', receiver, state, outcome, answer), ', ' order by receiver) from merit.posting),
          'file sent sent said so, rankings refused refused said so', 'what each got and answered is kept');
select is((select count(*) from post.attempt), 5::bigint, 'every attempt that ended');

-- Posting again, and to a receiver that came later.
select post.set_receivers('[{"receiver": "rankings", "kind": "kafka"}, {"receiver": "wecom", "kind": "webhook"}]');
select is((select jsonb_agg(q ->> 'state' order by q ->> 'receiver') from jsonb_array_elements(post.queue('2025-01-01')) q), '["sent", "pending", "pending"]',
          'queued for who refused it and who is new');
select is(fixture.claim('2026-07-01Z'), 'rankings 23, wecom 1', 'and sent');
select is((select jsonb_agg(q ->> 'state' order by q ->> 'receiver') from jsonb_array_elements(post.queue('2025-01-01', for_receivers => '{file}', again => true)) q) -> 0,
          '"pending"', 'again on demand');
select is((select count(distinct key) from post.outbox), 3::bigint, 'under the same key');
select throws_like($$ select post.queue('2025-02-01') $$, 'there is no posting of 2025-02%', 'only what was closed');

-- A revision posts the difference; the event is a CloudEvent whose id is the key.
select fixture.month('2025-01-01', '{"an": 100, "bo": 70, "cui": 85, "ding": 55}');
select period.revise('2025-01-01', 'bo and cui were mixed up', as_of => '2025-02-20Z');
select is((select content -> 'difference' from post.message where revision = 1),
          '[{"rank": 2, "rank_before": 3, "total": 85.00, "total_before": 70.00, "grade": "中等", "grade_before": "中等", "amount": 0, "agent": "cui", "name": null},
            {"rank": 3, "rank_before": 2, "total": 70.00, "total_before": 85.00, "grade": "中等", "grade_before": "中等", "amount": 0}]'::jsonb, 'the difference, names by today''s rank');
select is((select content ->> 'reason' from post.message where revision = 1), 'bo and cui were mixed up', 'and why');
select is((select array_agg(receiver order by receiver) from post.outbox o join post.message m on m.id = o.message where m.revision = 1),
          array['rankings', 'wecom'] collate "C", 'to those enabled now');
select is((select event ->> 'id' from post.claim('x', as_of => '2026-07-01Z', for_receivers => '{rankings}') where message = (select max(id) from post.message)),
          'shop/2025-01/1/rankings', 'its id is the key');
select is((select jsonb_object_agg(k, event -> k) from post.claim('x', as_of => '2026-07-02Z', for_receivers => '{wecom}') c
            cross join unnest(array['specversion', 'type', 'source', 'time', 'subject']) k where c.message = (select max(id) from post.message)),
          '{"specversion": "1.0", "type": "merit.ranking.posted", "source": "/meritd/shop", "time": "2025-02-20T00:00:00.000Z", "subject": "2025-01"}'::jsonb, 'the envelope');

-- Settings are checked, all or none.
select throws_ok($$ select period.set_settings('{pay.minimum=1,colour=red,month.scheme=none,month.appeal_days=367,pay.minimum=-1,x,post.names_down_to=2.5}') $$,
                 '22023', E'colour is no setting; the settings are month.scheme, month.appeal_days, month.action_days, month.marks_due_day, post.names_down_to, post.appeal_note, pay.minimum, '
                 'web.slow_seconds, web.chat_url, web.order_url\n'
                 'month.scheme is "none", which was never loaded\nmonth.appeal_days is "367"; it must be a whole number, 0 … 366\n'
                 'pay.minimum is "-1"; it must be an amount, such as 2000.00\n"x" must have the form key=value\n'
                 'post.names_down_to is "2.5"; it must be a whole number, 0 … 1000000', 'everything that is wrong is named at once');
create function fixture.settings() returns text language sql as $$
    select string_agg(key || '=' || coalesce(value, ''), ' ') from period.setting_list() where key <> 'post.appeal_note'
$$;
select is(fixture.settings(), 'month.scheme= month.appeal_days=7 month.action_days=14 month.marks_due_day=15 post.names_down_to=2 pay.minimum= web.slow_seconds=100 web.chat_url= web.order_url=', 'and nothing is changed');
select lives_ok($$ select period.set_settings('{month.scheme=shop-service,month.appeal_days=0,month.action_days=366,month.marks_due_day=28,post.names_down_to=0,pay.minimum=0.5,post.appeal_note=a=b}') $$,
                'what is right is taken');
select is(fixture.settings(), 'month.scheme=shop-service month.appeal_days=0 month.action_days=366 month.marks_due_day=28 post.names_down_to=0 pay.minimum=0.50 web.slow_seconds=100 web.chat_url= web.order_url=', 'all of it');
select is((select value from period.setting_list() where key = 'post.appeal_note'), 'a=b', 'a text may hold anything');
select period.set_settings(array(select l.key || '=' from period.setting_list() l));
select is_empty($$ select * from period.setting_list() where coalesce(value, '') <> "default" $$, 'set to nothing, each is its default');
select is_empty($$ select * from period.setting_list() where period.setting_problem(key, coalesce(value, '')) is not null $$, 'which is allowed');

select * from finish();
rollback;
