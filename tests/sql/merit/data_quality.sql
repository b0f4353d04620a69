-- merit.data_quality, check by check: what it lists, what it does not, what to do.
begin;
\ir ../fixture.psql
select plan(51);

select fixture.forget();
create function pg_temp.quality("check" text) returns text language sql as $$
    select fixture.rows(format('select subject, value, at, detail from merit.data_quality where "check" = %L order by 1', $1))
$$;
create function pg_temp.listed("check" text) returns text language sql as $$
    select fixture.rows(format('select subject, value from merit.data_quality where "check" = %L order by 1', $1))
$$;
select is(fixture.rows('select "check", subject, value from merit.data_quality'), 'dirty writes 0', 'an empty database has no backlog');

-- Streams.
select from fixture.write(positions => array[
    row('e', 0, 0, 90, 89, null, 0, '2026-03-02 10:00Z', 100, 0, 2, 80, '2026-03-01 10:00Z'), row('e', 1, 2, 7, 6, null, 0, null, 7, 3, 0, null, null), row('e', 2, 0, 7, 6,
        null, 0, null, null, 0, 0, null, null),
    row('e', 3, 0, 8, 6, null, 0, null, 5, 0, 0, null, null)]::ingest.position_row[]);
select is(pg_temp.quality('position'), 'e/0 90 2026-03-02T10:00:00+00:00 the next record to read, e/1 7 null made anew 2 times, '
          'e/2 7 null the next record to read, e/3 8 null the next record to read', 'positions, and when they were caught up');
select is(fixture.rows($$ select subject, value, at from merit.data_quality where "check" = 'lag' order by 1 $$),
          'e/0 10 2026-03-02T10:00:00+00:00, e/1 0 null, e/2 0 null, e/3 0 null', 'lag, never below 0');
select is(pg_temp.quality('gap'), 'e/1 3 null records that retention ate unread', 'gaps');
select is(pg_temp.quality('complete_up_to'), 'e 4 null every partition was read to its end at that moment or later; value: the partitions',
          'a topic is not complete while one partition never was read to its end');
select is(pg_temp.quality('late_event'), 'e/0 2 2026-03-01T10:00:00+00:00 events that came more than an hour after they happened; the last one at offset 80',
          'late events of the partition that has some, and where');
select from fixture.write(positions => array[row('e', 0, 0, 89, 88, null, 0, null, 100, 0, 1, 70, '2026-03-01Z')]::ingest.position_row[]);
select is(pg_temp.listed('late_event'), 'e/0 2', 'a position that is behind brings nothing');
select from fixture.write(positions => array[row('e', 0, 0, 90, 89, null, 0, null, 100, 0, 2, 80, '2026-03-01 10:00Z')]::ingest.position_row[]);
select is(pg_temp.listed('late_event'), 'e/0 2', 'the same one again neither');
update ingest.position set caught_up_at = '2026-03-02 11:00Z' where caught_up_at is null;
select is((select at from merit.data_quality where "check" = 'complete_up_to'), '2026-03-02 10:00Z', 'else up to the earliest moment');
select from fixture.write(positions => array[row('f', 0, 0, 1, 0, null, 0, '2026-03-05Z', 1, 0, 0, null, null)]::ingest.position_row[]);
select is(fixture.rows($$ select subject, value, at from merit.data_quality where "check" = 'complete_up_to' order by 1 $$),
          'e 4 2026-03-02T10:00:00+00:00, f 1 2026-03-05T00:00:00+00:00', 'each stream by itself');

-- Orders: those of an event without their creation, and refunds beyond the payments; an order that is whole is in neither.
select fixture.order('o1', 'ann', 'created 2026-03-02 10:00 amount=10 agent=bob', 'paid 2026-03-02 11:00 amount=10',
                     'refunded 2026-03-03 11:00 amount=12');
select fixture.order('o2', 'ann', 'paid 2026-03-02 11:00 amount=10', 'paid 2026-03-02 12:00 amount=5',
                     'refunded 2026-03-02 13:00 amount=4');
select fixture.order('o3', 'ann', 'refunded 2026-03-02 13:00 amount=4');
select fixture.order('o4', 'ann', 'created 2026-03-02 10:00 amount=10 agent=bob', 'paid 2026-03-02 11:00 amount=10', 'refunded 2026-03-03 11:00 amount=10');
select fixture.order('o5', 'ann', 'updated 2026-03-02 10:00 amount=10');
select is(pg_temp.quality('dirty'), 'writes 5 null writes not settled yet', 'writes that are not settled yet');
select is(pg_temp.quality('settled'), null, 'never settled');
select fixture.settle('2026-04-01');
select is(pg_temp.quality('dirty') || ', ' || pg_temp.quality('settled'),
          'writes 0 null writes not settled yet, as of null 2026-04-01T00:00:00+00:00 the moment of the last settlement', 'settled, and as of when');
select is(fixture.rows($$ select subject, value, at from merit.data_quality where "check" = 'order_without_created' order by 1 $$),
          'o2 15 2026-03-02T11:00:00+00:00, o3 0 null, o5 0 null', 'payments, refunds and changes without an order');
select is(fixture.rows($$ select subject, value, at from merit.data_quality where "check" = 'refund_excess' order by 1 $$),
          'o1 2 2026-03-02T11:00:00+00:00, o3 4 null', 'refunds beyond the payments');
select fixture.order('o2', 'ann', 'created 2026-03-02 09:00 amount=15');
select fixture.settle('2026-04-01');
select is(pg_temp.listed('order_without_created'), 'o3 0, o5 0', 'the event that the remedy asks for mends it');

-- Accounts without a staff record: of numbers, and of records alone.
select is(pg_temp.listed('unknown_agent'), 'bob null', 'numbers without a staff record');
create function pg_temp.staff(agent text) returns bigint language sql as $$
    select fixture.write(agents => array[row(nextval('fixture.hash'), '2026-03-02Z', '2026-03-02', agent, 'x', null, null, null, null, null, null,
                                             null)::ingest.agent_row])
$$;
select fixture.chat('c1', 'ann', '(unassigned) 2026-03-02 unanswered=10:00', 'cat 2026-03-02 answered=10:00>10:01');
select pg_temp.staff('bob'), pg_temp.staff('zoe');
select fixture.settle('2026-04-01');
select is(pg_temp.listed('unknown_agent'), 'cat null', 'a record makes an agent known; nobody is not one, nor is one who has nothing');
select from fixture.write(
    marks => array[row(1, '2026-03-02Z', 'mia', 'zeal', '2026-03', 'kim', 'lead', 3, 5)::ingest.mark_row],
    tallies => array[row(2, '2026-03-02Z', '2026-03-02', 'tal', 'late', 1), row(3, '2026-03-02Z', '2026-03-02', 'bob', 'late', 1)]::ingest.tally_row[],
    targets => array[row(4, '2026-03-02Z', 'tim', '2026-03', 'sales', 100)::ingest.target_row]);
select is(pg_temp.listed('unknown_agent'), 'cat null, mia null, tal null, tim null', 'marks, tallies and targets name agents, too');
select is(fixture.rows($$ select ref.set_alias('mia', 'bob', '2026-01-01', null) is not null as done $$), 'true', 'an account becomes another''s');
select fixture.settle('2026-04-01');
select is(pg_temp.listed('unknown_agent'), 'cat null, tal null, tim null', 'then it needs no record of its own');

-- Tickets, messages and surveys of nobody.
select fixture.ticket('t1', 'replied 2026-03-02 09:00 agent=cat', 'created 2026-03-02 10:00');
select fixture.ticket('t2', 'created 2026-03-02 10:00', 'merged 2026-03-02 11:00 into=t1');
select fixture.ticket('t3', 'resolved 2026-03-02 10:00 agent=cat');
select fixture.ticket('t4', 'resolved 2026-03-02 10:00 agent=cat', 'merged 2026-03-02 11:00 into=t1');
select fixture.ticket('t5', 'created 2026-03-02 10:00', 'replied 2026-03-02 10:00 agent=cat', 'resolved 2026-03-02 10:00 agent=cat');
select fixture.ticket('t6', 'created 2026-03-02 10:00', 'resolved 2026-03-02 09:59 agent=cat');
select fixture.survey(50, '2026-03-05 10:00', 4, 5, 'order', 'nowhere'); select fixture.survey(51, '2026-03-05 10:00', 4, 5, agent => 'cat');
select fixture.settle('2026-04-01');
select is(pg_temp.listed('message_without_agent'), '2026-03 1', 'messages while nobody held the conversation, by month');
select is(pg_temp.listed('survey_without_agent'), '2026-03 1', 'surveys of nobody');
select is(pg_temp.listed('ticket_merged'), 't2 null, t4 null', 'merged tickets');
select is(pg_temp.listed('ticket_without_created'), 't3 null', 'tickets that were never created: a merged one counts nowhere as it is');
select is(pg_temp.listed('negative_time'), 't1 null, t6 null', 'replied to or resolved before they were created; at once is not before');
select fixture.ticket('t6', 'created 2026-03-02 09:00');
select fixture.settle('2026-04-01');
select is(pg_temp.listed('negative_time'), 't1 null', 'an earlier creation mends it');
select is(fixture.rows($$ select kind, conversation from merit.explain_rounds('(unassigned)', '2026-03-01', 20) $$), 'unanswered c1',
          'where the remedy says, they are to be seen');

-- Clocks. Each change is added once, with the row that it goes with; a row that comes back brings none.
create function pg_temp.clock(name text, version integer, replaces integer, variadic changes text[]) returns bigint language sql as $$
    select fixture.write(
        conversations => array[row($1, lpad($2::text, 32, '0'), lpad($3::text, 32, '0'), fixture.customer('ann'), null, false, '\x', null, null,
                                   null)::ingest.conversation_row],
        clocks => array(select row($1, split_part(c, ' ', 1), split_part(c, ' ', 2), split_part(c, ' ', 3))::ingest.clock_row from unnest(changes) c))
$$;
select is(pg_temp.listed('suspicious_clock'), null, 'no early answers');
select is(pg_temp.clock('k1', 1, null, '/chat 2026-03-02 2', '/app 2026-03-31 1', '/chat 2026-04-01 1'), 0::bigint, 'a conversation with some');
select is(pg_temp.listed('suspicious_clock'), '2026-03 /app 1, 2026-03 /chat 2, 2026-04 /chat 1', 'by month and source, before they are settled');
select is(pg_temp.clock('k1', 2, 1, '/chat 2026-03-02 -1', '/chat 2026-04-01 -1', '/chat 2026-04-02 1') +
          pg_temp.clock('k2', 1, null, '/chat 2026-03-03 1'), 0::bigint, 'it grows, and another one comes');
select is(pg_temp.clock('k1', 3, 1, '/chat 2026-03-02 5'), 1::bigint, 'a row that names an old version comes back');
select is(pg_temp.clock('k1', 2, 1, '/chat 2026-03-02 -1', '/chat 2026-04-01 -1', '/chat 2026-04-02 1'), 0::bigint, 'one that is there already is written');
select is(pg_temp.listed('suspicious_clock'), '2026-03 /app 1, 2026-03 /chat 2, 2026-04 /chat 1', 'neither brought its changes');
select fixture.settle('2026-04-01');
select from settle.run('2026-04-01', true);
select is(pg_temp.listed('suspicious_clock'), '2026-03 /app 1, 2026-03 /chat 2, 2026-04 /chat 1', 'settled they are the same');
select is(fixture.rows('select source, day, answers from rollup.clock order by 1, 2'),
          '/app 2026-03-31 1, /chat 2026-03-02 1, /chat 2026-03-03 1, /chat 2026-04-02 1', 'one row per source and day: none that is 0');
select is((select count(*) from ingest.clock), 0::bigint, 'and nothing is left to add');
select from pg_temp.clock('k2', 2, 1, '/chat 2026-03-03 -1');
select is(pg_temp.listed('suspicious_clock'), '2026-03 /app 1, 2026-03 /chat 1, 2026-04 /chat 1', 'what is taken away counts at once');
select from settle.run('2026-04-01', true);
select is(fixture.rows('select source, day, answers from rollup.clock order by 1, 2'),
          '/app 2026-03-31 1, /chat 2026-03-02 1, /chat 2026-04-02 1', 'and leaves no trace');
select from pg_temp.clock('k3', 1, null, '/chat 2026-03-02 3');
select from settle.run('2026-04-01', true);
select from pg_temp.clock('k3', 2, 1, '/chat 2026-03-02 -2');
select from settle.run('2026-04-01', true);
select from pg_temp.clock('k3', 3, 2, '/chat 2026-03-02 -1');
select is(fixture.rows('select source, day, answers from rollup.clock order by 1, 2'),
          '/app 2026-03-31 1, /chat 2026-03-02 2, /chat 2026-04-02 1', 'some of a settled day are taken away, and the others stay');
select from pg_temp.clock('k1', 4, 2, '/app 2026-03-31 -1');
select is(pg_temp.listed('suspicious_clock'), '2026-03 /chat 1, 2026-04 /chat 1', 'a month that has none is not listed');
select from pg_temp.clock('k9', 1, null, '/lost 2026-03-02 -1');
select lives_ok($$ select settle.run('2026-04-01', true) $$, 'a mistake of ours would not stop the settler');
select is(pg_temp.listed('suspicious_clock'), '2026-03 /chat 1, 2026-04 /chat 1', 'nor be shown');

-- What status makes of it.
select is(merit.status() -> 'quality' -> 'order_without_created', '{"found": 2, "example": "o5", "remedy": "send the event that created the order '
          '(order.created), unless it is older than what is kept"}', 'status sums up: how many, one of them, what to do');
select is(merit.status() -> 'quality' -> 'suspicious_clock' ->> 'found', '2', 'of clocks, how many answers');
select is((select string_agg(k, ' ' order by k) from jsonb_object_keys(merit.status() -> 'quality') k),
          'late_event message_without_agent negative_time order_without_created refund_excess survey_without_agent suspicious_clock ticket_without_created unknown_agent',
          'what there is to do');

-- Dead letters.
select from fixture.write(dead_letters => array[
    row('e', 0, 1, null, 'not_json', 'm', null, null, null, false, 1), row('e', 0, 2, null, 'not_json', 'm', null, null, null,
        false, 1),
    row('e', 0, 3, null, 'too_large', 'm', null, null, null, true, 1)]::ingest.dead_letter_row[]);
select is(fixture.rows($$ select subject, value,
          at is not null as dated from merit.data_quality where "check" = 'dead_letter' order by 1 $$),
          'not_json 2 true, too_large 1 true', 'dead letters by reason');

-- A month that is no month of the shop's: tests/sql/period/first.sql.
select from fixture.write(targets => array[row(5, '2026-03-02Z', 'bob', '2099-03', 'sales', 100)::ingest.target_row]);
select is(fixture.rows($$ select distinct "check" from merit.data_quality order by 1 $$),
          'complete_up_to, dead_letter, dirty, gap, lag, late_event, message_without_agent, negative_time, order_without_created, position, refund_excess, '
          'settled, stray_month, survey_without_agent, suspicious_clock, ticket_merged, ticket_without_created, unknown_agent',
              'every check of the view was here, but what was deleted (tests/sql/fact/retain.sql)');
select is_empty($$ select * from merit.data_quality where detail is null or remedy is null or detail ~ '^found' or remedy ~ '^quality|%|\t' $$,
                'each says what it is and what to do');
update ref.shop set language = 'zh';
select is_empty($$ select * from merit.data_quality where "check" <> 'stray_month' and detail !~ '[一-鿿]' or remedy !~ '[一-鿿]' $$, 'in the shop''s language, but for the sentence that warnings have, too');

select * from finish();
rollback;
