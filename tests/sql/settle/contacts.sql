-- settle.contacts_of: sums of parts, waits, what only the present decides, intents; settle.intent_of, buckets of waits.
begin;
\ir ../fixture.psql
select plan(67);

-- Columns of ann's contacts of a day, by agent, as of an instant.
create function pg_temp.contacts(columns text, day date default '2026-03-02', as_of timestamptz default '2026-06-01')
returns text language sql as $$
    select fixture.rows(format('select agent, %s from settle.contacts_of(array[fixture.customer(''ann'')], array[%L::date], '
                        '%L) order by agent',
                               columns, day, as_of))
$$;

-- What they add to the roll-up: measures of each agent, in that order; 0 where there is no line.
create function pg_temp.lines(measures text, day date default '2026-03-02', as_of timestamptz default '2026-06-01')
returns text language sql as $$
    with contact as (select array(select c from settle.contacts_of(array[fixture.customer('ann')], array[day], as_of) c) as s)
    select string_agg(a.agent || (select string_agg(' ' || coalesce(k.value, 0), '' order by m.place)
                                    from string_to_table(measures, ', ') with ordinality as m(measure, place)
                                    left join contact on true
                                    left join fixture.sums(contact.s) k
                                         on k.agent = a.agent and k.measure = m.measure), ', ' order by a.agent)
      from (select distinct c.agent from contact cross join unnest(contact.s) c) a
$$;

select is(pg_temp.contacts('customer_messages'), null, 'no part, no contact');
select is((select count(*) from settle.contacts_of(null, null, now())), 0::bigint, 'nothing asked, nothing answered');

-- Sums over all conversations of the customer and day, agent by agent.
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:01 messages=3/2 first=10:00>10:01',
                    'cat 2026-03-02 handed_over=11:00 messages=1/0',
                    'bob 2026-03-03 answered=10:00>10:01');
select fixture.chat('c2', 'ann', 'bob 2026-03-02 answered=09:00>09:30,12:00>12:00:40 unanswered=13:00,14:00 '
                                 'handed_over=15:00 messages=7/4 first=09:00>09:30',
                    'dan 2026-03-02 messages=0/1 agent_at=16:00..16:00');
select fixture.chat('c3', 'cid', 'bob 2026-03-02 answered=10:00>10:01 messages=100/100');
select is(pg_temp.lines('received, replied, customer_messages, agent_messages, answered_rounds, unanswered_rounds, handed_over_rounds'),
          'bob 1 1 10 6 3 2 1, cat 1 0 1 0 0 0 1, dan 0 0 0 1 0 0 0', 'sums of the day, of this customer');
select is(fixture.rows($$ select agent, day, cardinality(waits_ms) as answered
                            from settle.contacts_of(array[fixture.customer('ann'), fixture.customer('ann'), fixture.customer('cid')],
                                                    array[date '2026-03-03', '2026-03-03', '2026-03-02'], now()) order by day $$),
          'bob 2026-03-02 1, bob 2026-03-03 1', 'pairs of customer and day, each once');
select is((select string_agg(c.agent || ' ' || c.customer_messages, ', ' order by c.agent, c.customer_messages)
             from unnest(settle.fresh_contacts(array[fixture.customer('ann'), fixture.customer('cid')],
                                               array[date '2026-03-02', '2026-03-02'], now())) c),
          'bob 10, bob 100, cat 1, dan 0', 'contacts of several parts beside those of one');
-- Waits of bob: 60 s, 1800 s, 40 s. Cap 600 s; slow is more than 40 s.
select is(pg_temp.lines('slow_rounds, response_ms, first_responses, first_response_ms'),
          format('bob 2 %s 2 %s, cat 0 0 0 0, dan 0 0 0 0', (60 + 600 + 40) * 1000, (60 + 600) * 1000), 'waits, at most the cap');
update ref.rule_set set response_slow_seconds = 60, response_cap_seconds = 50;
select is(pg_temp.lines('slow_rounds, response_ms, first_response_ms'), format('bob 1 %s %s, cat 0 0 0, dan 0 0 0',
          (50 + 50 + 40) * 1000, (50 + 50) * 1000),
          'the limits are rules');
update ref.rule_set set response_slow_seconds = 40, response_cap_seconds = 600;
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:00:40.001,11:00>11:00:40');
select fixture.chat('c2', 'ann');
select is(pg_temp.lines('slow_rounds, response_ms'), 'bob 1 80001', 'to the millisecond');
select is(pg_temp.contacts('waits_ms'), 'bob [40001,40000]', 'waits, as the questions come');
select fixture.chat('c2', 'ann', 'bob 2026-03-02 answered=09:00>09:10,09:20>09:21');
select is(pg_temp.contacts('waits_ms'), 'bob [40000,40001,60000,600000]', 'those of several conversations ascending');
select fixture.chat('c2', 'ann');
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:00', '(unassigned) 2026-03-02 unanswered=12:00',
                    'cat 2026-03-02 answered=10:00>10:01 messages=0/1', 'dan 2026-03-02 carried=2026-03-01T23:59>00:05');
select is(pg_temp.contacts('waits_ms'), '(unassigned) null, bob [0], cat [60000], dan null', 'NULL without an answered round');
select is(pg_temp.lines('received, replied, response_ms'), '(unassigned) 1 0 0, bob 1 1 0, cat 1 1 60000, dan 0 0 0',
          'no wait at all is one; an answered round is enough to have received; a round carried in belongs to the day before');

-- Shares within N seconds, to the millisecond: of answered and unanswered rounds, and of sessions with a question.
create function pg_temp.shares(which text) returns text language sql as $$
    select fixture.rows(format('select substring(metric from ''\d+$'') as n, value from merit.agent_month_metric
                                 where agent = ''bob'' and metric ~ ''^%sresponse_within_'' order by 1::integer', which))
$$;
select fixture.chat(c.conversation, 'ann') from fact.conversation c;
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:00:30,11:00>11:00:30.001,12:00>12:01,13:00>13:03 first_rounds=1,4 '
                                 'unanswered=14:00 trailing=15:00 handed_over=16:00 first_missing=14:00');
select fixture.chat('c2', 'ann', 'bob 2026-03-02 answered=09:00>09:04 first=08:00>09:04', 'bob 2026-03-03 first_missing=23:59');
select fixture.settle();
-- Six or seven asked: five answered, after 30, 30.001, 60, 180, 240 s, and two left. First responses after 30, 180, 3840 s; two missing.
select is(pg_temp.shares(''), format('30 %s, 60 %s, 180 %s', trim_scale(1 / 7::numeric), trim_scale(3 / 7::numeric),
          trim_scale(4 / 7::numeric)), 'a limit is within; rounds that are handed over are not asked of the agent');
select is(pg_temp.shares('first_'), '30 0.2, 60 0.2, 180 0.4', 'first responses, of those and the missing ones');
select is(fixture.metric('bob', 'first_responses'), 3::numeric, 'which are no first responses');
select is(fixture.rows($$ select first_waits_ms, first_missing from settled.contact order by day $$),
          '[30000,180000,3840000] 1, null 1', 'waits of first responses, ascending where several parts have any; one that is missing alone is a row');
update ref.rule_set set response_within = '{0,59,31536000}'; select fixture.rebuild('2026-03-01', '2026-04-01');
select is(pg_temp.shares('') || ' / ' || pg_temp.shares('first_'), format('0 0, 59 %s, 31536000 %s / 0 0, 59 0.2, 31536000 0.6',
          trim_scale(2 / 7::numeric), trim_scale(5 / 7::numeric)), 'other seconds, other names');
update ref.rule_set set response_within = '{3840}', round_trailing = 'ignore'; select fixture.rebuild('2026-03-01', '2026-04-01');
select is(pg_temp.shares('') || ' / ' || pg_temp.shares('first_'), format('3840 %s / 3840 0.6', trim_scale(5 / 6::numeric)),
          'one; without the trailing round that the rule leaves out');
select is(fixture.differences(), null, 'as a fresh calculation has it');
update ref.rule_set set response_within = '{30,60,180}', round_trailing = 'count';
select fixture.chat('c1', 'ann'); select fixture.chat('c2', 'ann', 'bob 2026-03-02 handed_over=09:00'); select fixture.settle();
select is(pg_temp.shares('') || ' / ' || pg_temp.shares('first_'), '30 null, 60 null, 180 null / 30 null, 60 null, 180 null',
          'nothing asked, no share');
select fixture.chat('c2', 'ann');

-- Buckets: n holds [1.05^(n-1), 1.05^n) ms. 1.05^14 = 1.98, 1.05^15 = 2.08, 1.05^225 = 58558.8, 1.05^226 = 61486.8.
select is(fixture.rows('select fixture.wait_bucket(w) as b from unnest(array[0, 1, 2, 58558, 58559, 61486, 61487]) w'),
          '0, 1, 15, 225, 226, 226, 227', 'buckets of waits');
select ok(fixture.wait_bucket(x.up) = n + 1 and fixture.wait_bucket(x.up - 1) = n, 'the edges of bucket ' || n)
  from generate_series(100, 500, 200) n cross join lateral (select ceil(1.05::numeric ^ n)::bigint as up) x;
select is(fixture.wait_seconds(0), 0::numeric, 'bucket 0 is no wait');
select is_empty($$ select w from generate_series(2000, 700000,
                37) w where abs(fixture.wait_seconds(w) * 1000 / w - 1) > 0.025 $$,
                'what stands for a wait of seconds and minutes is within 2.5 % of it');
select is_empty($$ select w from generate_series(1,
                3000) w where abs(fixture.wait_seconds(w) * 1000 / w - 1) > 0.05 $$,
                'and of few milliseconds, which are rounded, within 5 %');

-- What only the present decides: a part counts once as_of is later than its counts_after.
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:01',
                    'bob 2026-03-02 unanswered=11:00 messages=2/0 after=2026-03-03T11:00');
select is(pg_temp.lines('unanswered_rounds, customer_messages, received', as_of => '2026-03-03 11:00'), 'bob 0 1 1',
          'not at the deadline');
select is(pg_temp.lines('unanswered_rounds, customer_messages, received', as_of => '2026-03-03 11:00:00.001'), 'bob 1 3 1',
          'but right after it');
select fixture.chat('c1', 'ann', 'bob 2026-03-02 unanswered=11:00 messages=2/0 after=2026-03-03T11:00');
select is(pg_temp.contacts('unanswered', as_of => '2026-03-03 11:00'), null, 'a contact of nothing else is none till then');
select is(pg_temp.lines('unanswered_rounds, received, replied, wait', as_of => '2026-03-04'), 'bob 1 1 0 0',
          'and one after');
select is(pg_temp.contacts('unanswered', as_of => '-infinity'), null, 'nothing counts before all time');

-- Intent: of the earliest customer message that carries one, over all conversations.
create function pg_temp.intent(variadic lines text[]) returns text language plpgsql as $$
declare
    line text;
    n    integer := 0;
begin
    perform fixture.chat(c.conversation, 'ann') from fact.conversation c;
    foreach line in array lines loop
        n := n + 1;
        perform fixture.chat('i' || n, 'ann', 'bob 2026-03-02 messages=1/0 customer_at=09:00 ' || line);
    end loop;
    return coalesce(settle.intent_of(fixture.customer('ann'), '2026-03-02', 'bob', '2026-03-03'), '-') || ' '
           || pg_temp.contacts('inquirers', as_of => '2026-03-03');
end $$;
select is(pg_temp.intent(''), '- bob 1', 'none: an inquiry, as there is no order');
select is(pg_temp.intent('intent=aftersale@10:00'), 'aftersale bob 0', 'after the sale: no inquiry');
select is(pg_temp.intent('intent=presale@10:00', 'intent=presale@11:00'), 'presale bob 1', 'two that agree');
select is(pg_temp.intent('intent=presale@10:00', 'intent=aftersale@09:59'), 'aftersale bob 0',
          'two that disagree: the earlier one');
select is(pg_temp.intent('intent=presale@09:58', 'intent=aftersale@09:59'), 'presale bob 1', 'the other way round');
-- At one time, the smaller hash: fixture hashes grow, so that of the first conversation is smaller.
select is(pg_temp.intent('intent=aftersale@10:00', 'intent=presale@10:00'), 'aftersale bob 0', 'at one time by hash');
select is(pg_temp.intent('', 'intent=aftersale@10:00', ''), 'aftersale bob 0', 'messages without one do not matter');
select is(pg_temp.intent('intent=presale@10:00', 'intent=aftersale@09:59 after=2026-03-03T00:00:01'), 'presale bob 1',
          'nor do parts that do not count yet');
select fixture.chat('i9', 'ann', 'bob 2026-03-09 messages=0/1 answered=08:00>08:01');
select is(pg_temp.lines('received, inquirers', '2026-03-09'), 'bob 1 0', 'without a customer message there is no inquiry');

-- A customer moved to another agent on another day is no contact of the old one.
select is(fixture.rows($$ select count(*) from settle.contacts_of(array[fixture.customer('ann')], array[date '2026-03-20'],
          now()) $$), '0', 'no other day');
-- Rounds count for "(unassigned)" like for anybody.
select fixture.chat('u', 'una', '(unassigned) 2026-03-02 answered=10:00>10:01 unanswered=11:00');
select is(fixture.rows($$ select agent, waits_ms, unanswered, inquirers
                            from settle.contacts_of(array[fixture.customer('una')], array[date '2026-03-02'], now()) $$),
          '(unassigned) [60000] 1 1', 'nobody''s chats are counted under their own name');

-- Closing messages count as messages, and ask nothing: whoever got nothing else has not received the customer.
select fixture.chat(c.conversation, 'ann') from fact.conversation c;
select fixture.chat('k1', 'ann', 'bob 2026-03-02 messages=2/1 closing=2 customer_at=09:00 agent_at=09:01..09:01');
select is(pg_temp.contacts('customer_messages, received, inquirers'), 'bob 2 0 0', 'closing messages alone');
select is(pg_temp.lines('contacts, received, customer_messages'), 'bob 1 0 2', 'are a contact that was not received');
select fixture.chat('k1', 'ann', 'bob 2026-03-02 messages=2/1 closing=1 customer_at=09:00 agent_at=09:01..09:01');
select is(pg_temp.contacts('received, inquirers'), 'bob 1 1', 'one that asks is enough');
select fixture.chat('k1', 'ann', 'bob 2026-03-02 unanswered=09:00 messages=1/0 closing=1');
select is(pg_temp.contacts('received, inquirers'), 'bob 1 0', 'so is a round (a hand-off opened it), but that is no inquiry');
select fixture.chat('k1', 'ann', 'bob 2026-03-02 handed_over=09:00 messages=0/0');
select is(pg_temp.contacts('received, inquirers'), 'bob 0 0', 'a round that was handed over is not enough, as ever');

-- Trailing rounds: unanswered ones by default. The rule leaves them out, and a contact of nothing else is not received.
create function pg_temp.trailing(line text) returns text language plpgsql as $$
declare answer text;
begin
    perform fixture.chat('k1', 'ann', 'bob 2026-03-02 ' || line);
    answer := pg_temp.lines('received, replied, unanswered_rounds, trailing_rounds, inquirers, customer_messages');
    update ref.rule_set set round_trailing = 'ignore';
    answer := answer || ' / ' || pg_temp.lines('received, replied, unanswered_rounds, trailing_rounds, inquirers, customer_messages');
    update ref.rule_set set round_trailing = 'count';
    return answer;
end $$;
select is(pg_temp.trailing('answered=09:00>09:01 trailing=09:02'), 'bob 1 1 1 1 1 2 / bob 1 1 0 1 1 2', 'beside an answered round');
select is(pg_temp.trailing('trailing=00:01,00:02'), 'bob 1 0 2 2 1 2 / bob 0 0 0 2 0 2', 'alone, as after midnight');
select is(pg_temp.trailing('trailing=00:01 unanswered=10:00'), 'bob 1 0 2 1 1 2 / bob 1 0 1 1 1 2', 'beside one left without any answer');
select is(pg_temp.trailing('trailing=00:01 handed_over=10:00'), 'bob 1 0 1 1 1 2 / bob 1 0 0 1 1 2', 'beside one handed over');
select is(pg_temp.trailing('messages=1/0 customer_at=09:00'), 'bob 1 0 0 0 1 1 / bob 1 0 0 0 1 1', 'no round at all is no ignored one');
select fixture.chat('k2', 'ann', 'bob 2026-03-02 answered=12:00>12:01');
select is(pg_temp.trailing('trailing=00:01'), 'bob 1 1 1 1 1 2 / bob 1 1 0 1 1 2', 'another conversation''s round is one of the contact');
select fixture.chat('k2', 'ann');

-- What bots answered stands under "(bot)", which has no contact.
select fixture.chat('k1', 'ann', '(bot) 2026-03-02 bot_answered=09:00,09:05 messages=3/0', 'bob 2026-03-02 answered=09:10>09:12');
select is(pg_temp.contacts('received, inquirers, bot_answered'), '(bot) 0 0 2, bob 1 1 0', 'a bot is not asked, and asks for nobody');
select is(pg_temp.lines('contacts, received, replied, inquirers, bot_answered_rounds, customer_messages, agent_messages'),
          '(bot) 0 0 0 0 2 3 0, bob 1 1 1 1 0 1 1', 'it has rounds and messages');
select fixture.settle();
select is(fixture.rows($$ select metric, value from merit.agent_month_metric
                           where agent = '(bot)' and value <> 0 order by metric collate "C" $$),
          'bot_answered_rounds 2, customer_messages 3', 'and no other count');
select is(fixture.rows($$ select agent, value from merit.agent_month_metric where metric = 'answer_ratio' order by agent $$),
          '(bot) null, bob 1', 'nor a ratio');

-- How long questions waited for an assignment, of answered rounds that had one: 30 s and 0 s; the third had none.
select fixture.chat('k1', 'ann', 'bob 2026-03-02 answered=09:00>09:02,10:00>10:01,11:00>11:01 queued_ms=30000,0,-');
select fixture.chat('k2', 'ann', 'bob 2026-03-02 answered=12:00>12:01 queued_ms=90000');
select is(pg_temp.lines('queued_rounds, queue_ms'), 'bob 3 120000', 'queued rounds of all conversations');
select fixture.settle();
select is(fixture.metric('bob', 'queue_seconds'), 40::numeric, '120 s in 3');
select fixture.chat('k1', 'ann'); select fixture.chat('k2', 'ann', 'bob 2026-03-02 answered=12:00>12:01');
select fixture.settle();
select is(fixture.metric('bob', 'queue_seconds'), null, 'without an assignment no mean');

-- The hour in which rounds were asked, of the shop's wall clock; a trailing round only if it is one.
create function pg_temp.hours() returns text language sql as $$
    select fixture.settle();
    select fixture.rows('select agent, to_char(day, ''DD'') as d, bucket, value from rollup.agent_day where measure = ''asked_hour''
                          order by 1, 2, 3')
$$;
select fixture.chat('k2', 'ann', '(bot) 2026-03-02 bot_answered=08:00',
                    'bob 2026-03-02 answered=09:00>09:01,09:59:59.999>11:00 unanswered=23:59 handed_over=00:00 trailing=09:30');
select is(pg_temp.hours(), 'bob 02 0 1, bob 02 9 3, bob 02 23 1', 'each in the hour of its question; what a bot answered is none of them');
select is(fixture.rows($$ select metric, value from merit.agent_month_metric where metric ~ '^asked_hour' and value <> 0 order by 1 $$),
          'asked_hour_00 1, asked_hour_09 3, asked_hour_23 1', 'by their names');
update ref.rule_set set round_trailing = 'ignore'; insert into ingest.dirty (customers, days) values
(array[fixture.customer('ann')], array[date '2026-03-02']);
select is(pg_temp.hours(), 'bob 02 0 1, bob 02 9 2, bob 02 23 1', 'without those that the rule leaves out');
update ref.rule_set set round_trailing = 'count'; update ref.shop set zone = 'Asia/Kathmandu', cut_over = '05:45'; insert into ingest.dirty (customers, days) values
(array[fixture.customer('ann')], array[date '2026-03-02']);
-- 5 h 45 min ahead: 00:00 is 05:45; 09:00, 09:30 and 10:00 are 14:45, 15:15 and 15:44; 23:59 is 05:44.
select is(pg_temp.hours(), 'bob 02 5 2, bob 02 14 1, bob 02 15 2', 'on the shop''s clock');
select fixture.chat('k2', 'ann');
update ref.shop set zone = 'Europe/Berlin', cut_over = '00:00';
update ref.day set starts_at = day::timestamp at time zone 'Europe/Berlin';
select fixture.chat('k3', 'ann', 'bob 2026-03-29 answered=2026-03-28T23:10>2026-03-28T23:11,00:10>00:11,01:10>01:11,21:10>21:11');
select is(pg_temp.hours(), 'bob 29 0 1, bob 29 1 1, bob 29 3 1, bob 29 23 1', 'which skips 02:00 to 03:00, and is two hours ahead after it');
select fixture.chat('k3', 'ann');
update ref.shop set cut_over = '02:30';
update ref.day set starts_at = (day + time '02:30') at time zone 'Europe/Berlin';
select fixture.chat('k3', 'ann', 'bob 2026-03-28 answered=2026-03-29T01:15>2026-03-29T01:16');
select is(pg_temp.hours(), 'bob 28 3 1', 'though that day lasts 24 hours: it ends at 02:30, which nobody saw');

select * from finish();
rollback;
