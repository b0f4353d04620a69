-- merit.now, merit.waiting_now, merit.data_quality, fact.round, fact.present.
begin;
\ir ../fixture.psql
select plan(32);

-- The present.
set local merit.now = '2026-03-02T12:00:00.5Z';
select is(merit.now(), timestamptz '2026-03-02 12:00:00.5Z', 'the setting merit.now');
set local merit.now = '';
select is(merit.now(), now(), 'without one, now()');
set local merit.now = '2026-03-02T12:00:00Z';

-- Who waits: every open round whose deadline has not passed.
select is(fixture.rows('select * from merit.waiting_now'), null, 'nobody');
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:01', 'bob 2026-03-02 unanswered=11:30 after=2026-03-03T11:30');
select fixture.chat('c2', 'cid', 'cat 2026-03-01 unanswered=12:00 after=2026-03-02T12:00');
select fixture.chat('c3', 'dee', '(unassigned) 2026-03-01 unanswered=11:59 after=2026-03-02T11:59:59.999');
select is(fixture.rows('select agent, conversation, asked_at, waiting from merit.waiting_now order by waiting'),
          'bob c1 2026-03-02T11:30:00+00:00 00:30:00, cat c2 2026-03-01T12:00:00+00:00 1 day',
              'since when, to the deadline itself');
set local merit.now = '2026-03-02T12:00:00.001Z';
select is(fixture.rows('select conversation from merit.waiting_now'), 'c1', 'later it waits no more');
set local merit.now = '2026-03-01T12:00:00Z';
select is(fixture.rows('select conversation from merit.waiting_now order by 1'), 'c1, c2, c3', 'at an earlier present, more do');
set local merit.now = '2026-03-02T12:00:00Z';
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:01,11:30>12:00');
select is(fixture.rows('select conversation from merit.waiting_now'), 'c2', 'answered');

-- Rounds, with the day of their question. What is carried, and first responses, are the same rounds again.
select fixture.forget();
select fixture.chat('c1', 'ann', 'bob 2026-03-01 answered=10:00>10:01,23:59>2026-03-02T00:01 first=10:00>10:01',
                    'bob 2026-03-02 carried=2026-03-01T23:59>00:01 handed_over=11:00',
                    'cat 2026-03-02 unanswered=12:00,13:00', 'cat 2026-03-03 unanswered=14:00 after=2026-03-04T14:00');
select is(fixture.rows($$ select agent, day, kind, to_char(asked_at, 'HH24:MI') as asked, to_char(answered_at, 'DD HH24:MI') as answered,
                                 counts_after
                            from fact.round order by asked_at $$),
          'bob 2026-03-01 answered 10:00 01 10:01 -infinity, bob 2026-03-01 answered 23:59 02 00:01 -infinity, '
              'bob 2026-03-02 handed_over 11:00 null -infinity, '
          'cat 2026-03-02 unanswered 12:00 null -infinity, cat 2026-03-02 unanswered 13:00 null -infinity, '
              'cat 2026-03-03 unanswered 14:00 null 2026-03-04T14:00:00+00:00',
          'each once');
select is(fixture.rows('select distinct conversation, customer = fixture.customer(''ann'') as ann from fact.round'), 'c1 true',
          'of their conversation and customer');

-- fact.present: tallies by month and day; marks and sales targets of a month.
select fixture.forget();
select from fixture.write(
    tallies => array[row(1, '2026-03-02Z', '2026-03-05', 'tal', 'late', 1)::ingest.tally_row],
    marks => array[row(1, '2026-03-02Z', 'mia', 'zeal', '2026-04', 'kim', 'lead', 1, 5), row(2, '2026-03-02Z', 'mia', 'zeal',
                       '2026-H1', 'kim', 'lead', 1, 5)]::ingest.mark_row[],
    targets => array[row(1, '2026-03-02Z', 'tim', '2026-05', 'sales', 1), row(2, '2026-03-02Z', 'tim', '2026', 'sales', 1), row(3,
                         '2026-03-02Z', 'tim', '2026-06', 'x', 1)]::ingest.target_row[]);
select is(fixture.rows('select grain, agent, start from fact.present order by 1, 2, 3'),
          'day tal 2026-03-05, month mia 2026-04-01, month tal 2026-03-01, month tim 2026-05-01', 'who is there by a record alone');
select is(fixture.rows('select grain, agent, start, metric, value from fact.record_metric order by 1, 2'),
          'day tal 2026-03-05 tally:late 1, month mia 2026-04-01 mark:zeal 20, month tal 2026-03-01 tally:late 1',
              'and what they record');

-- Data quality, check by check.
select fixture.forget();
create function pg_temp.quality("check" text) returns text language sql as $$
    select fixture.rows(format('select subject, value, at, detail from merit.data_quality where "check" = %L order by 1', $1))
$$;
select is(fixture.rows('select "check", subject, value from merit.data_quality'), 'dirty writes 0',
          'an empty database has no backlog');
select from fixture.write(positions => array[
    row('e', 0, 0, 90, 89, null, 0, '2026-03-02 10:00Z', 100, 0), row('e', 1, 2, 7, 6, null, 0, null, 7, 3), row('e', 2, 0, 7, 6,
        null, 0, null, null, 0),
    row('e', 3, 0, 8, 6, null, 0, null, 5, 0)]::ingest.position_row[]);
select is(pg_temp.quality('position'), 'e/0 90 2026-03-02T10:00:00+00:00 null, e/1 7 null made anew 2 times, e/2 7 null null, '
          'e/3 8 null null', 'positions, and when they were caught up');
select is(fixture.rows($$ select subject, value, at from merit.data_quality where "check" = 'lag' order by 1 $$),
          'e/0 10 2026-03-02T10:00:00+00:00, e/1 0 null, e/2 0 null, e/3 0 null', 'lag, never below 0');
select is(pg_temp.quality('gap'), 'e/1 3 null records that retention ate unread', 'gaps');
select fixture.order('o1', 'ann', 'created 2026-03-02 10:00 amount=10 agent=bob', 'paid 2026-03-02 11:00 amount=10',
                     'refunded 2026-03-03 11:00 amount=12');
select fixture.order('o2', 'ann', 'paid 2026-03-02 11:00 amount=10', 'paid 2026-03-02 12:00 amount=5',
                     'refunded 2026-03-02 13:00 amount=4');
select fixture.order('o3', 'ann', 'refunded 2026-03-02 13:00 amount=4');
select is(pg_temp.quality('dirty'), 'writes 3 null writes not settled yet', 'writes that are not settled yet');
select is(pg_temp.quality('settled'), null, 'never settled');
select fixture.settle('2026-04-01');
select is(pg_temp.quality('dirty') || ', ' || pg_temp.quality('settled'),
          'writes 0 null writes not settled yet, as of null 2026-04-01T00:00:00+00:00 null', 'settled, and as of when');
select is(fixture.rows($$ select subject, value, at from merit.data_quality where "check" = 'order_without_created' order by 1 $$),
          'o2 15 2026-03-02T11:00:00+00:00, o3 0 null', 'payments and refunds without an order');
select is(fixture.rows($$ select subject, value, at from merit.data_quality where "check" = 'refund_excess' order by 1 $$),
          'o1 2 2026-03-02T11:00:00+00:00, o3 4 null', 'refunds beyond the payments');
select is(fixture.rows($$ select subject from merit.data_quality where "check" = 'unknown_agent' order by 1 $$), 'bob',
          'numbers without a staff record');
select fixture.chat('c1', 'ann', '(unassigned) 2026-03-02 unanswered=10:00', 'cat 2026-03-02 answered=10:00>10:01');
select from fixture.write(agents => array[row(1, '2026-03-02Z', '2026-03-02', 'bob', 'Bob', null, null, null, null, null, null,
                          null)::ingest.agent_row]);
select fixture.settle('2026-04-01');
select is(fixture.rows($$ select subject from merit.data_quality where "check" = 'unknown_agent' order by 1 $$), 'cat',
          'a record makes an agent known; nobody is not one');
select fixture.ticket('t1', 'replied 2026-03-02 09:00 agent=cat', 'created 2026-03-02 10:00');
select fixture.ticket('t2', 'created 2026-03-02 10:00', 'merged 2026-03-02 11:00 into=t1');
select fixture.ticket('t3', 'resolved 2026-03-02 10:00 agent=cat');
select fixture.ticket('t4', 'resolved 2026-03-02 10:00 agent=cat', 'merged 2026-03-02 11:00 into=t1');
select fixture.survey(50, '2026-03-05 10:00', 4, 5, 'order', 'nowhere'); select fixture.survey(51, '2026-03-05 10:00', 4, 5, agent => 'cat');
select fixture.settle('2026-04-01');
select is(fixture.rows($$ select "check", subject, value from merit.data_quality where "check" ~ '(message|survey)_without|ticket_' order by 1, 2 $$),
          'message_without_agent 2026-03 1, survey_without_agent 2026-03 1, ticket_merged t2 null, ticket_merged t4 null, ticket_without_created t3 null',
          'what is nobody''s, by month; a merged ticket counts nowhere as it is');
select is(pg_temp.quality('complete_up_to'), 'e 4 null every partition was read to its end at that moment or later; value: the partitions',
          'a topic is not complete while one partition never was read to its end');
update ingest.position set caught_up_at = '2026-03-02 11:00Z' where caught_up_at is null;
select is((select at from merit.data_quality where "check" = 'complete_up_to'), '2026-03-02 10:00Z', 'else up to the earliest moment');
select is(merit.status() -> 'quality' -> 'order_without_created', '{"found": 2, "remedy": "send the event that created the order"}', 'status sums up');
select is((select string_agg(k, ' ' order by k) from jsonb_object_keys(merit.status() -> 'quality') k),
          'message_without_agent negative_time order_without_created refund_excess survey_without_agent ticket_without_created unknown_agent', 'what there is to do');
select from fixture.write(dead_letters => array[
    row('e', 0, 1, null, 'not_json', 'm', null, null, null, false, 1), row('e', 0, 2, null, 'not_json', 'm', null, null, null,
        false, 1),
    row('e', 0, 3, null, 'too_large', 'm', null, null, null, true, 1)]::ingest.dead_letter_row[]);
select is(fixture.rows($$ select subject, value,
          at is not null as dated from merit.data_quality where "check" = 'dead_letter' order by 1 $$),
          'not_json 2 true, too_large 1 true', 'dead letters by reason');
select is(fixture.rows($$ select distinct "check" from merit.data_quality order by 1 $$),
          'complete_up_to, dead_letter, dirty, gap, lag, message_without_agent, negative_time, order_without_created, position, refund_excess, '
          'settled, survey_without_agent, ticket_merged, ticket_without_created, unknown_agent',
              'every check of the view was here');
select is((select count(*) from merit.data_quality where remedy is null or remedy ~ '^quality'), 0::bigint, 'each with what to do');

-- What the views read: none of them scans the facts that grow with the shop.
create function pg_temp.reads(view_name text) returns text language plpgsql as $$
declare
    plan json;
begin
    execute format('explain (format json) select * from %s', view_name) into plan;
    return (select string_agg(distinct r[1], ' ' order by r[1])
              from regexp_matches(plan::text, '"Relation Name": "(conversation|contact_part|order_event|ticket_event)"', 'g') as r);
end $$;
select is(fixture.rows($$ select v, pg_temp.reads(v) as scanned from unnest(array['merit.agent_month_metric',
          'merit.agent_day_metric', 'merit.data_quality', 'merit.score', 'merit.score_indicator']) v $$),
          'merit.agent_month_metric null, merit.agent_day_metric null, merit.data_quality null, merit.score null, '
              'merit.score_indicator null',
          'no view of numbers reads conversations, parts, order or ticket events');
create function pg_temp.plan_of(query text) returns setof text language plpgsql as $$
begin
    return query execute 'explain ' || query;
end $$;
set local enable_seqscan = off;
select ok(explain.text like '%contact_part_counts_after%', 'who waits is read by an index of open rounds')
  from (select (select string_agg(line, ' ') from pg_temp.plan_of('select * from merit.waiting_now') line) as text) explain;

select * from finish();
rollback;
