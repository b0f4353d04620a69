-- Waits inside service hours: settle.judged_parts, settle.wait_begins; what new hours and teams make dirty: settle.name_hours,
-- settle.name_staff.
begin;
\ir ../fixture.psql
select plan(34);

create function pg_temp.every_day(variadic spans text[]) returns jsonb language sql as $$
    select jsonb_build_object('weekly', jsonb_object_agg(w.weekday, to_jsonb(spans))) from ref.weekdays() w
$$;
create function pg_temp.staff(agent text, day date, team text) returns void language sql as $$
    select from fixture.write(agents => array[row(nextval('fixture.hash'), day::timestamptz, day, agent, null, null, team, null, null, null, null,
                              null)::ingest.agent_row])
$$;
create function pg_temp.contacts(columns text, day date default '2026-03-02') returns text language sql as $$
    select fixture.rows(format('select agent, %s from settle.contacts_of(array[fixture.customer(''ann'')], array[%L::date], ''2026-06-01'')
                                 order by agent', columns, day))
$$;
create function pg_temp.dirty() returns text language plpgsql as $$
declare answer text;
begin
    select string_agg(n.name || ' ' || to_char(d.day, 'DD'), ', ' order by n.name, d.day) into answer
      from ingest.dirty i
     cross join unnest(i.customers, i.days) as d(customer, day)
      join unnest(array['ann', 'bea', 'cid', 'dan', 'eve', 'fay', 'gus']) n(name) on fixture.customer(n.name) = d.customer;
    delete from ingest.dirty;
    return answer;
end $$;

-- Without hours nothing is judged; nor is anything different where they are always open.
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=09:00>09:01,22:59>2026-03-03T08:02,23:30>2026-03-03T07:59 queued_ms=-,30000,3600000 '
                                 'first_rounds=2 first=22:00>23:59 first_missing=23:00,23:45 unanswered=23:10 trailing=23:20 handed_over=23:40 messages=9/3',
                    '(bot) 2026-03-02 bot_answered=23:50,12:00 messages=2/0', 'cat 2026-03-02 first_missing=23:55 messages=0/0');
select is(settle.waits_are_judged(ref.rules()), false, 'nothing to judge by');
create temporary table plain as select pg_temp.contacts('*') as found;
delete from ingest.dirty;
select ref.load_hours('{"comment": "always"}', '2026-03-01');
select is(settle.waits_are_judged(ref.rules()), true, 'a document');
select is(pg_temp.contacts('*'), (select found from plain), 'that is always open changes nothing');
select is(pg_temp.dirty(), null, 'nor does it make anything dirty');

-- 08:00 to 23:00. The waits: a minute; 60 s up to 23:00 and 120 s from 08:00; nothing. Queued: 30 s, and what ended in the night 0.
-- First responses: that of the second round, and from 22:00 to 23:00.
select ref.load_hours(jsonb_build_object('shop', pg_temp.every_day('08:00-23:00')), '2026-03-01');
select is(pg_temp.contacts('waits_ms, queued_rounds, queued_ms, first_waits_ms, first_missing'),
          '(bot) null 0 0 null 0, bob [60000,180000,0] 2 30000 [180000,3600000] 2, cat null 0 0 null 1', 'only time inside the hours counts');
select is(pg_temp.contacts('unanswered, trailing_rounds, handed_over, bot_answered, suspended'), '(bot) 0 0 0 2 0, bob 2 1 1 0 0, cat 0 0 0 0 0',
          'what is asked outside them is asked');
update ref.rule_set set response_from = 'assignment';
select is(pg_temp.contacts('waits_ms, queued_ms, first_waits_ms'), '(bot) null 0 null, bob [60000,150000,0] 30000 [180000,3600000], cat null 0 null',
          'from the assignment; first responses as ever from the question');
update ref.rule_set set response_from = 'question';

-- Teams: by the record in force on the question's day, whoever names hours of their own.
select ref.load_hours(jsonb_build_object('shop', pg_temp.every_day('08:00-23:00'), 'teams', jsonb_build_object('night', pg_temp.every_day('20:00-08:00'))),
                      '2026-03-01');
select pg_temp.staff('bob', '2026-03-02', 'night'); select pg_temp.staff('bob', '2026-03-03', 'day');
-- The night's: nothing at 9:00; 22:59 to 8:00 are 9 h 1 min; 23:30 to 7:59, 8 h 29 min, of which an hour was queued. First: 22:00 to 23:59.
select is(pg_temp.contacts('waits_ms, queued_ms, first_waits_ms'),
          format('(bot) null 0 null, bob [0,%s,%s] %s [%s,%s], cat null 0 null', (9 * 60 + 1) * 60000, (8 * 60 + 29) * 60000, 3630000,
                 (9 * 60 + 1) * 60000, 119 * 60000), 'the hours of the team that he was in that day');
select pg_temp.staff('bob', '2026-03-02', 'day');
select is(pg_temp.contacts('waits_ms'), '(bot) null, bob [60000,180000,0], cat null', 'a team without hours of its own has the shop''s');

-- Suspended: rounds are counted as that alone; first responses not at all. The end is outside, the answer's time does not matter.
select ref.load_hours(jsonb_build_object('shop', pg_temp.every_day('08:00-23:00'), 'suspended', jsonb_build_array(
                          jsonb_build_object('from', '2026-03-02T23:10:00Z', 'until', '2026-03-02T23:55:00Z'))), '2026-03-01');
select is(pg_temp.contacts('unanswered, trailing_rounds, handed_over, bot_answered, suspended, first_missing'),
          '(bot) 0 0 0 1 1 0, bob 0 0 0 0 4 1, cat 0 0 0 0 0 1', 'asked from its beginning on; its end is outside');
select is(pg_temp.contacts('waits_ms, queued_rounds, queued_ms, first_waits_ms, asked_hours'),
          '(bot) null 0 0 null 0, bob [60000,180000] 1 30000 [180000,3600000] 1' || repeat('0', 13 * 8 - 1) || '1' || repeat('0', 9 * 8)
          || ', cat null 0 0 null 0', 'no wait, no queue, no hour; the first response to a question before it is one');
select ref.load_hours(jsonb_build_object('suspended', jsonb_build_array(jsonb_build_object('from', '2026-03-02T00:00:00Z', 'until', '2026-03-03T00:00:00Z'))),
                      '2026-03-01');
select is(pg_temp.contacts('received, customer_messages, agent_messages, suspended, inquirers'), '(bot) 0 2 0 2 0, bob 0 9 3 6 0',
          'who has nothing else is not received, though there are messages; who has nothing at all but a missing first response is not there');
select fixture.chat('c2', 'ann', 'bob 2026-03-02 messages=1/0 customer_at=23:59');
select is(pg_temp.contacts('received'), '(bot) 0, bob 0', 'nor by a message of another conversation');
select fixture.chat('c2', 'ann', 'bob 2026-03-01 messages=1/0 customer_at=23:59');
select is(pg_temp.contacts('received', '2026-03-01'), 'bob 1', 'another day is another contact');
select fixture.chat('c2', 'ann'); select fixture.settle();
select is(fixture.metric('bob', 'suspended_rounds') || ' ' || fixture.metric('bob', 'rounds') || ' ' || fixture.metric('(bot)', 'suspended_rounds'),
          '6 0 2', 'as metrics');
select fixture.order('o1', 'ann', 'created 2026-03-03 09:00 amount=5'); select fixture.settle();
select is((select credit from settled.orders), 'bob', 'an answer to what was asked then earns credit');
select is(fixture.differences(), null, 'all as a fresh calculation has it');

-- What new hours make dirty: contacts of the days on which they differ, or on which what was asked before was answered, of the teams concerned.
select fixture.chat('c1', 'ann'); select fixture.order('o1', 'ann', 'created 2026-03-03 09:00 amount=5');
select ref.load_hours(jsonb_build_object('shop', pg_temp.every_day('08:00-23:00'), 'teams', jsonb_build_object('night', pg_temp.every_day('20:00-08:00'))),
                      '2026-03-01');
select pg_temp.staff('nan', '2026-01-01', 'night'); select pg_temp.staff('dee', '2026-01-01', 'desk');
select fixture.chat('d1', 'ann', 'dee 2026-03-02 answered=09:00>09:01', 'nan 2026-03-05 answered=09:00>09:01');
select fixture.chat('d2', 'bea', 'nan 2026-03-02 answered=09:00>09:01', 'dee 2026-03-05 answered=09:00>09:01', 'nan 2026-03-06 messages=1/0 customer_at=10:00');
select fixture.chat('d3', 'cid', 'zoe 2026-03-03 answered=23:50>2026-03-04T00:10', 'zoe 2026-03-04 carried=2026-03-03T23:50>2026-03-04T00:10');
select fixture.chat('d4', 'dan', 'zoe 2026-03-02 first=10:00>2026-03-04T09:00', 'zoe 2026-03-03 answered=11:00>2026-03-04T09:00',
                    'zoe 2026-03-04 carried=2026-03-03T11:00>2026-03-04T09:00');
select fixture.chat('d5', 'eve', 'zoe 2026-03-03 answered=22:00>22:01', '(unassigned) 2026-03-10 unanswered=11:00');
select fixture.settle(); select pg_temp.dirty();
select ref.load_hours(jsonb_build_object('shop', pg_temp.every_day('09:00-23:00'), 'teams', jsonb_build_object('night', pg_temp.every_day('20:00-08:00'))),
                      '2026-03-04');
select is(pg_temp.dirty(), 'bea 05, cid 03, cid 04, dan 02, dan 03, dan 04, eve 10', 'the shop''s: from the day on, for all but the night');
select fixture.settle();
select ref.load_hours(jsonb_build_object('shop', pg_temp.every_day('09:00-23:00'), 'teams', jsonb_build_object('night', pg_temp.every_day('21:00-08:00'))),
                      '2026-03-05');
select is(pg_temp.dirty(), 'ann 05, bea 06', 'the night''s');
select ref.load_hours(jsonb_build_object('shop', pg_temp.every_day('10:00-23:00'), 'teams', jsonb_build_object('night', pg_temp.every_day('20:00-08:00'))),
                      '2026-03-02');
select is(pg_temp.dirty(), 'ann 02, cid 03, dan 02, dan 03, eve 03', 'until the day of the next document');
select ref.load_hours(jsonb_build_object('shop', pg_temp.every_day('10:00-23:00'), 'teams', jsonb_build_object('night', pg_temp.every_day('20:00-08:00')),
                          'suspended', jsonb_build_array(jsonb_build_object('from', '2026-03-02T07:00:00Z', 'until', '2026-03-02T07:30:00Z'))), '2026-03-02');
select is(pg_temp.dirty(), 'ann 02, bea 02, dan 02', 'what is suspended is so for everybody');
select is(ref.load_hours(jsonb_build_object('shop', pg_temp.every_day('09:00-23:00'), 'teams', jsonb_build_object('night', pg_temp.every_day('21:00-08:00'))),
                         '2026-03-05'), false, 'the same once more');
select is(pg_temp.dirty(), null, 'changes nothing');
select ref.load_hours(jsonb_build_object('shop', pg_temp.every_day('09:00-23:00'), 'teams', jsonb_build_object('night', pg_temp.every_day('21:00-08:00'),
                          'desk', pg_temp.every_day('09:00-22:00'))), '2026-03-05');
select is(pg_temp.dirty(), 'bea 05', 'a team that had the shop''s hours and now has its own');
insert into ingest.dirty (customers, days) select array_agg(p.customer), array_agg(p.day) from fact.contact_part p;
select fixture.settle();
select is(fixture.differences(), null, 'settled, all is as a fresh calculation has it');

-- What a record makes dirty: the agent's contacts from its day until that of the next that names a team.
create function pg_temp.named() returns text language plpgsql as $$
declare taken ingest.dirty;
begin
    select * into taken from settle.take_dirty();
    perform settle.name_staff(taken.staff, taken.staff_days);
    return pg_temp.dirty();
end $$;
select pg_temp.staff('nan', '2026-03-03', 'desk');
select is(fixture.differences(), null, 'what is not settled yet is no difference');
select is(pg_temp.named(), 'ann 05, bea 06', 'from its day on');
select pg_temp.staff('nan', '2026-02-01', 'night');
select is(pg_temp.named(), 'bea 02', 'until the next one''s');
select pg_temp.staff('zoe', '2026-03-03', null);
select is(pg_temp.named(), null, 'one without a team changes none');
select pg_temp.staff('zoe', '2026-03-03', 'x');
select is(pg_temp.named(), 'cid 03, cid 04, dan 03, dan 04, eve 03', 'each agent''s own');
insert into ingest.dirty (customers, days) select array_agg(p.customer), array_agg(p.day) from fact.contact_part p;
select fixture.settle();
select pg_temp.staff('zoe', '2026-03-02', 'night');
select is(fixture.rows($$ select s.worked, s.dirty_left from settle.run('2026-06-01') s $$), 'true true', 'it is named by one settlement, for others');
select pg_temp.staff('nan', '2026-03-06', 'night');
select is((select settle.until_clean('2026-06-01') > 0), true, 'until_clean');
select is((select count(*) from ingest.dirty), 0::bigint, 'waits for what was named meanwhile');
select is(fixture.differences(), null, 'all is settled');
delete from ingest.dirty;

select * from finish();
rollback;
