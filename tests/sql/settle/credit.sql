-- Whom an order is credited to (settle.credits_of, settle.answers_of) and who assisted (settle.assists_of).
begin;
\ir ../fixture.psql
select plan(49);

-- The credit of an order, and who assisted.
create function pg_temp.credit(order_id text) returns text language sql as $$
    select o.credit from settle.orders_of(array[order_id]) o
$$;
create function pg_temp.assists(order_id text) returns text language sql as $$
    select array_to_string(o.assists, ' ') from settle.orders_of(array[order_id]) o
$$;
-- An order of ann's, created and paid then.
create function pg_temp.order(order_id text, created text, paid text default null) returns void language sql as $$
    select fixture.order(order_id, 'ann', 'created ' || created || ' amount=100') union all
    select fixture.order(order_id, 'ann', 'paid ' || paid || ' amount=100') where paid is not null
$$;
create function pg_temp.credit_at(created text, paid text default null) returns text language plpgsql as $$
declare answer text;
begin
    perform pg_temp.order('at', created, paid);
    answer := pg_temp.credit('at');
    delete from fact.order_event where order_id = 'at';
    return answer;
end $$;

-- The latest answer at or before the moment of creation, on the day or the day before.
select is(pg_temp.credit_at('2026-03-03 12:00'), '(silent)', 'nobody ever answered');
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:01', 'cat 2026-03-02 answered=11:00>11:01');
select is(pg_temp.credit_at('2026-03-02 12:00'), 'cat', 'the latest answer');
select is(pg_temp.credit_at('2026-03-02 11:01'), 'cat', 'at the moment itself');
select is(pg_temp.credit_at('2026-03-02 11:00:59.999'), 'bob', 'what comes a millisecond later does not count yet');
select is(pg_temp.credit_at('2026-03-02 10:00:59.999'), '(silent)', 'before the first answer nobody');
select is(pg_temp.credit_at('2026-03-03 23:59:59.999'), 'cat', 'to the end of the next day');
select is(pg_temp.credit_at('2026-03-04 00:00'), '(silent)', 'then the window of two business days is over');
update ref.rule_set set order_window_days = 1;
select is(pg_temp.credit_at('2026-03-03 00:00') || pg_temp.credit_at('2026-03-02 23:00'), '(silent)cat',
          'the window is a rule: one day');
update ref.rule_set set order_window_days = 4;
select is(pg_temp.credit_at('2026-03-05 23:00') || pg_temp.credit_at('2026-03-06 00:00'), 'cat(silent)', 'four days');
update ref.rule_set set order_window_days = 2;
select fixture.order('other', 'cid', 'created 2026-03-02 12:00 amount=1');
select is(pg_temp.credit('other'), '(silent)', 'another customer''s answers do not count');

-- Answers by the day of the answer: asked late on the 5th, answered on the 6th.
select fixture.chat('c2', 'ann', 'dan 2026-03-05 answered=23:50>2026-03-06T00:10', 'dan 2026-03-06 carried=2026-03-05T23:50>00:10');
select is(pg_temp.credit_at('2026-03-06 00:09:59'), '(silent)', 'not before the answer, though the question is on the day before');
select is(pg_temp.credit_at('2026-03-07 12:00'), 'dan', 'the answer lies in the window though its question does not');
select is(fixture.rows($$ select agent, asked, answered from settle.answers_of(array[fixture.customer('ann')],
          array[date '2026-03-06'], 0) $$),
          'dan 2026-03-05T23:50:00+00:00 2026-03-06T00:10:00+00:00', 'an answer is found on its own day');
select is(fixture.rows($$ select agent from settle.answers_of(array[fixture.customer('ann')], array[date '2026-03-05'], 0) $$),
          null,
          'and not on the day of its question');
select is(fixture.rows($$ select agent from settle.answers_of(array[fixture.customer('ann')], array[date '2026-03-06'], 1) $$),
          'dan', 'once');

-- Ties: one answer time. The latest question wins, then the smallest name in bytes.
select fixture.chat('c3', 'ann', 'cat 2026-03-10 answered=10:00>10:05', 'bob 2026-03-10 answered=10:01>10:05');
select is(pg_temp.credit_at('2026-03-10 12:00'), 'bob', 'at one answer time the latest question');
select fixture.chat('c3', 'ann', 'cat 2026-03-10 answered=10:01>10:05', 'bob 2026-03-10 answered=10:01>10:05',
                    'Zoe 2026-03-10 answered=10:01>10:05');
select is(pg_temp.credit_at('2026-03-10 12:00'), 'Zoe', 'at one question time the smallest name: Z before b in bytes');

-- Who is no candidate.
select fixture.chat('c4', 'ann', 'bob 2026-03-12 answered=10:00>10:01', '(unassigned) 2026-03-12 answered=11:00>11:01',
                    'cat 2026-03-12 unanswered=11:30 handed_over=11:40 messages=2/3 agent_at=11:45..11:50');
select is(pg_temp.credit_at('2026-03-12 12:00'), 'bob', 'neither "(unassigned)" nor who answered no round');
select fixture.order('explicit', 'ann', 'created 2026-03-12 12:00 amount=1 agent=eve');
select is(pg_temp.credit('explicit'), 'eve', 'who is named explicitly, always');

-- Judge: the moment. Answers: bob on the 16th at 10:01, cat on the 18th at 10:01.
select fixture.chat('c5', 'ann', 'bob 2026-03-16 answered=10:00>10:01', 'cat 2026-03-18 answered=10:00>10:01');
select is(pg_temp.credit_at('2026-03-16 12:00', '2026-03-18 12:00'), 'bob', 'order: at the creation');
update ref.rule_set set order_judge = 'pay';
select is(pg_temp.credit_at('2026-03-16 12:00', '2026-03-18 12:00'), 'cat', 'pay: at the first payment');
select is(pg_temp.credit_at('2026-03-16 12:00', '2026-03-17 12:00'), 'bob', 'pay: before cat''s answer');
select is(pg_temp.credit_at('2026-03-16 12:00'), '(silent)', 'pay: unpaid is credited to nobody');
select is(pg_temp.credit_at('2026-03-16 09:00', '2026-03-24 12:00'), '(silent)', 'pay: nobody in the window of the payment');
update ref.rule_set set order_judge = 'order_first';
select is(pg_temp.credit_at('2026-03-16 12:00', '2026-03-18 12:00'), 'bob', 'order first: at the creation');
select is(pg_temp.credit_at('2026-03-16 09:00', '2026-03-18 12:00'), 'cat', 'order first: if nobody, at the payment');
select is(pg_temp.credit_at('2026-03-16 09:00'), '(silent)', 'order first: unpaid, and nobody');
update ref.rule_set set order_judge = 'order';
select is(pg_temp.credit_at('2026-03-16 09:00', '2026-03-18 12:00'), '(silent)', 'order: never at the payment');

-- By rounds: most answered rounds in the window; ties by the agent of the latest answer among them.
select fixture.chat('c6', 'ann', 'bob 2026-03-24 answered=10:00>10:01,10:10>10:11', 'bob 2026-03-25 answered=09:00>09:01',
                    'cat 2026-03-25 answered=10:00>10:01,11:00>11:01');
select is(pg_temp.credit_at('2026-03-25 12:00'), 'cat', 'latest: cat was the last');
update ref.rule_set set order_by = 'rounds';
select is(pg_temp.credit_at('2026-03-25 12:00'), 'bob', 'rounds: bob has three of five');
select is(pg_temp.credit_at('2026-03-26 12:00'), 'cat', 'rounds: on the next day two of the three are out of the window');
select is(pg_temp.credit_at('2026-03-25 10:30'), 'bob', 'rounds: only those answered by then');
select is(pg_temp.credit_at('2026-03-24 10:05') || pg_temp.credit_at('2026-03-24 10:00'), 'bob(silent)', 'rounds: one, none');
select pg_temp.order('w1', '2026-03-24 12:00'); select pg_temp.order('w2', '2026-03-26 12:00');
select is(fixture.rows($$ select order_id, credit from settle.orders_of(array['w1', 'w2']) order by 1 $$), 'w1 bob, w2 cat',
          'rounds: asked for together, each order still has its own window');
-- Two each in the window of the 27th: bob's last answer is at 09:01, cat's at 09:02; then at one time.
select fixture.chat('c6', 'ann', 'bob 2026-03-27 answered=08:00>08:01,09:00>09:01',
                    'cat 2026-03-27 answered=07:00>07:01,09:00>09:02', 'dan 2026-03-27 answered=10:00>10:01');
select is(pg_temp.credit_at('2026-03-27 12:00'), 'cat', 'rounds: of those with most, the latest answer, though dan''s is later');
select fixture.chat('c6', 'ann', 'bob 2026-03-27 answered=08:00>08:01,09:00:30>09:02',
                    'cat 2026-03-27 answered=07:00>07:01,09:00>09:02');
select is(pg_temp.credit_at('2026-03-27 12:00'), 'bob', 'rounds: at one answer time the latest question');
select fixture.chat('c6', 'ann', 'bob 2026-03-27 answered=08:00>08:01,09:00>09:02',
                    'cat 2026-03-27 answered=07:00>07:01,09:00>09:02');
select is(pg_temp.credit_at('2026-03-27 12:00'), 'bob', 'rounds: then the smallest name');
update ref.rule_set set order_by = 'latest';

-- Many orders at once, each by its own moment.
select pg_temp.order('m1', '2026-03-02 10:30'); select pg_temp.order('m2', '2026-03-02 11:30');
select pg_temp.order('m3', '2026-03-16 12:00'); select pg_temp.order('m4', '2026-03-22 12:00');
select is(fixture.rows($$ select order_id, credit from settle.orders_of(array['m1', 'm2', 'm3', 'm4']) order by 1 $$),
          'm1 bob, m2 cat, m3 bob, m4 (silent)', 'each is credited by itself');

-- Assists: on some day [first, last message] meets (created_at, paid_at]. The order: 12:00 on the 10th of April to 14:00 on the 12th.
select fixture.chat('a0', 'ann', 'bob 2026-04-10 answered=11:00>11:01');
select pg_temp.order('a', '2026-04-10 12:00', '2026-04-12 14:00');
create function pg_temp.assists_with(variadic lines text[]) returns text language plpgsql as $$
begin
    perform fixture.chat('a1', 'ann', variadic lines);
    return pg_temp.credit('a') || ': ' || coalesce(pg_temp.assists('a'), '-');
end $$;
select is(pg_temp.assists_with('cat 2026-04-11 messages=0/1 agent_at=09:00..09:00'), 'bob: cat',
          'a message between creation and payment');
select is(pg_temp.assists_with('cat 2026-04-10 messages=0/2 agent_at=11:00..12:00',
          'dan 2026-04-10 messages=0/2 agent_at=11:00..12:00:00.001'),
          'bob: dan', 'the creation itself is no part of it, what follows is');
select is(pg_temp.assists_with('cat 2026-04-12 messages=0/2 agent_at=14:00..15:00',
          'dan 2026-04-12 messages=0/2 agent_at=14:00:00.001..15:00'),
          'bob: cat', 'the payment itself is');
select is(pg_temp.assists_with('cat 2026-04-10 messages=0/2 agent_at=09:00..10:00',
          'cat 2026-04-12 messages=0/1 agent_at=15:00..16:00'), 'bob: -',
          'the stretch is one day''s: before and after, on two days, is not between');
select is(pg_temp.assists_with('(unassigned) 2026-04-11 messages=0/1 agent_at=09:00..09:00',
          'bob 2026-04-11 messages=0/1 agent_at=09:00..09:00',
                               'eve 2026-04-11 unanswered=10:00 messages=1/0'), 'bob: -',
                                   'neither nobody, nor who is credited, nor who said nothing');
select is(pg_temp.assists_with('cat 2026-04-11 messages=0/1 agent_at=09:00..09:00',
          'Zoe 2026-04-11 messages=0/1 agent_at=09:00..09:00',
                               'cat 2026-04-12 messages=0/1 agent_at=09:00..09:00'), 'bob: Zoe cat',
                                   'each once, in the order of bytes');
-- Two conversations of one day make one stretch: one message before, one after.
select fixture.chat('a2', 'ann', 'dan 2026-04-10 messages=0/1 agent_at=11:30..11:30');
select fixture.chat('a3', 'ann', 'dan 2026-04-10 messages=0/1 agent_at=12:30..12:30');
select is(pg_temp.assists('a'), 'Zoe cat dan', 'stretches go over all conversations of the day');
select fixture.order('a', 'ann', 'created 2026-04-10 12:00 amount=1 flagged=yes');
select is(pg_temp.assists('a'), null, 'nobody assists with a flagged order');
-- Unpaid; paid at once; credited to nobody.
select pg_temp.order('u1', '2026-04-10 12:00'); select pg_temp.order('u2', '2026-04-10 12:00', '2026-04-10 12:00');
select pg_temp.order('u3', '2026-04-10 10:00', '2026-04-12 14:00');
select is(fixture.rows($$ select order_id, credit, assists from settle.orders_of(array['u1', 'u2', 'u3']) order by 1 $$),
          'u1 bob null, u2 bob null, u3 (silent) null', 'none without a payment, without a time between, '
              'without another''s credit');

-- Of very many answers, each order still finds its own: even and odd answer in turns, in the first 10 seconds of 240 minutes.
select fixture.forget();
update ref.rule_set set order_judge = 'order', order_by = 'latest', order_window_days = 2;
insert into fact.contact_part (customer, day, conversation, agent, counts_after, customer_messages, agent_messages, asked, waits_ms)
select fixture.customer('ann'), '2026-03-02', 'many ' || odd, (array['even', 'odd'])[1 + odd], '-infinity', 120, 120,
       array(select '2026-03-02 10:00'::timestamptz + (2 * n + odd) * interval '1 min' from generate_series(0, 119) n),
       array_fill(10000::bigint, array[120])
  from generate_series(0, 1) odd;
select fixture.order('many ' || n, 'ann', 'created ' || ('2026-03-02 10:00:30'::timestamp + n * interval '1 min') || ' amount=1')
  from generate_series(-1, 240) n;
select is((select string_agg(right(c.order_id, -5) || ' ' || c.credit, ', ' order by right(c.order_id, -5)::integer)
             from settle.orders_of(array(select 'many ' || n from unnest(array[-1, 0, 1, 99, 100, 101, 238, 239, 240]) n)) c),
          '-1 (silent), 0 even, 1 odd, 99 odd, 100 even, 101 odd, 238 even, 239 odd, 240 odd', 'many answers, each order its own');
select is(fixture.rows($$ select c.credit, count(*) as n from settle.orders_of(array(select 'many ' || n from generate_series(-1, 240) n)) c
                           group by 1 order by 1 $$), '(silent) 1, even 120, odd 121', 'all of them');

select * from finish();
rollback;
