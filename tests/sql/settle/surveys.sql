-- fact.opinions_of, settle.surveys_of, settle.apply_surveys, rollup.survey_lines: whom an opinion counts for, and that it follows them.
begin;
\ir ../fixture.psql
select plan(59);

create function pg_temp.agents() returns text language sql as $$ select fixture.rows('select hash, agent from settled.survey order by hash') $$;

-- To the agent given, whatever it is about.
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:01', 'last cat');
select fixture.order('o1', 'ann', 'created 2026-03-02 11:00 amount=5');
select fixture.ticket('t1', 'created 2026-03-02 10:00 agent=dan', 'resolved 2026-03-02 11:00 agent=eve');
select fixture.survey(1, '2026-03-05 10:00', 5, 5, 'conversation', 'c1', 'fay');
select fixture.survey(2, '2026-03-05 10:00', 5, 5, null, null, 'fay');
select fixture.settle();
select is(pg_temp.agents(), '1 fay, 2 fay', 'the agent given');

-- Else of the conversation, the order, the ticket; else nobody.
select fixture.survey(3, '2026-03-05 10:00', 5, 5, 'conversation', 'c1');
select fixture.survey(4, '2026-03-05 10:00', 5, 5, 'order', 'o1');
select fixture.survey(5, '2026-03-05 10:00', 5, 5, 'ticket', 't1');
select fixture.survey(6, '2026-03-05 10:00', 5, 5);
select fixture.settle();
select is(pg_temp.agents(), '1 fay, 2 fay, 3 cat, 4 bob, 5 eve, 6 (unassigned)',
          'the conversation''s last agent, the order''s credit, the ticket''s last resolution, nobody');

-- What is not there: a reference is looked up among its own kind.
delete from fact.survey; delete from settled.survey; delete from rollup.agent_day; delete from rollup.agent_month;
select fixture.survey(1, '2026-03-05 10:00', 5, 5, 'conversation', 'o1');
select fixture.survey(2, '2026-03-05 10:00', 5, 5, 'order', 'c1');
select fixture.survey(3, '2026-03-05 10:00', 5, 5, 'ticket', 'o1');
select fixture.settle();
select is(pg_temp.agents(), '1 (unassigned), 2 (unassigned), 3 (unassigned)',
          'an unknown conversation, ticket or order is nobody''s');

-- Surveys follow what they are about, whichever comes first.
select fixture.survey(4, '2026-03-05 10:00', 5, 5, 'conversation', 'c2');
select fixture.survey(5, '2026-03-05 10:00', 5, 5, 'order', 'o2');
select fixture.survey(6, '2026-03-05 10:00', 5, 5, 'ticket', 't2');
select fixture.settle();
delete from fact.survey where hash < 4; delete from settled.survey where hash < 4;
delete from rollup.agent_day; delete from rollup.agent_month;
select is(pg_temp.agents(), '4 (unassigned), 5 (unassigned), 6 (unassigned)', 'before anything is known');
select fixture.chat('c2', 'cid', 'bob 2026-03-02 answered=10:00>10:01', 'last bob');
select fixture.settle();
select is(pg_temp.agents(), '4 bob, 5 (unassigned), 6 (unassigned)', 'the conversation comes');
select fixture.chat('c2', 'cid', 'bob 2026-03-02 answered=10:00>10:01', 'last cat');
select fixture.settle();
select is(pg_temp.agents(), '4 cat, 5 (unassigned), 6 (unassigned)', 'and is handed over');
select fixture.chat('c2', 'cid', 'bob 2026-03-02 answered=10:00>10:01');
select fixture.settle();
select is(pg_temp.agents(), '4 (unassigned), 5 (unassigned), 6 (unassigned)', 'a conversation no event of which names an agent');
select fixture.order('o2', 'cid', 'paid 2026-03-02 12:00 amount=1');
select fixture.settle();
select is((select agent from settled.survey where hash = 5), '(unassigned)', 'an order that was never created is unknown');
select fixture.order('o2', 'cid', 'created 2026-03-02 11:00 amount=1');
select fixture.settle();
select is((select agent from settled.survey where hash = 5), 'bob', 'created: its credit');
select fixture.chat('c3', 'cid', 'dan 2026-03-02 answered=10:30>10:31');
select fixture.settle();
select is((select agent from settled.survey where hash = 5), 'dan',
          'a chat that comes later moves the credit, and the survey with it');
select fixture.order('o2', 'cid', 'created 2026-03-02 11:30 amount=1 flagged=yes');
select fixture.settle();
select is((select agent from settled.survey where hash = 5), '(silent)', 'flagged: silent');
select fixture.ticket('t2', 'created 2026-03-02 10:00');
select fixture.settle();
select is((select agent from settled.survey where hash = 6), '(unassigned)', 'a ticket without an owner');
select fixture.ticket('t2', 'assigned 2026-03-02 11:00 agent=bob');
select fixture.settle();
select is((select agent from settled.survey where hash = 6), 'bob', 'its owner');
select fixture.ticket('t2', 'resolved 2026-03-02 12:00 agent=cat');
select fixture.settle();
select is((select agent from settled.survey where hash = 6), 'cat', 'its resolver');
select fixture.ticket('t2', 'reopened 2026-03-02 13:00', 'resolved 2026-03-02 14:00');
select fixture.settle();
select is((select agent from settled.survey where hash = 6), 'bob', 'the last one: the owner, as the resolution names nobody');

-- (rating - 1) / (scale - 1) × 100, on the business day of the survey.
select fixture.survey(7, '2026-03-06 10:00', 1, 5, null, null, 'gus');
select fixture.survey(8, '2026-03-06 10:00', 2, 5, null, null, 'gus');
select fixture.survey(9, '2026-03-07 10:00', 2, 4, null, null, 'gus');
select fixture.survey(10, '2026-03-31 10:00', 2, 2, null, null, 'gus');
select fixture.settle();
select is(fixture.rows($$ select hash, day, round(csat, 6) as csat from settled.survey where agent = 'gus' order by hash $$),
          format('7 2026-03-06 0, 8 2026-03-06 25, 9 2026-03-07 %s, 10 2026-03-31 100', round(100 / 3.0, 6)),
                 '0 … 100 of every scale');
select is(fixture.rows($$ select to_char(day, 'DD') as d, measure, round(value,
          6) as v from rollup.agent_day where agent = 'gus' order by 1, 2 $$),
          format('06 csat_sum 25, 06 surveys 2, 07 csat_sum %s, 07 surveys 1, 31 csat_sum 100, 31 surveys 1', round(100 / 3.0,
                 6)), 'their lines; a 0 has none');
select is(fixture.metric('gus', 'surveys') || ' ' || round(fixture.metric('gus', 'csat'), 6),
          '4 ' || round((25 + 100 / 3.0 + 100) / 4, 6), 'the mean of the month');

-- A smaller record of the same event: the day moves, the roll-up with it.
select fixture.survey(10, '2026-02-28 10:00', 2, 2, null, null, 'gus');
select fixture.settle();
select is(fixture.rows($$ select month, value from rollup.agent_month where agent = 'gus' and measure = 'surveys' order by 1 $$),
          '2026-02-01 1, 2026-03-01 3', 'in months');
select is(fixture.rows($$ select day from rollup.agent_day where agent = 'gus' and measure = 'surveys' and value = 1 order by 1 $$),
          '2026-02-28, 2026-03-07', 'in days');

-- What settling surveys is told: those named, and those of what is named.
delete from settled.survey; delete from rollup.agent_day; delete from rollup.agent_month;
select rollup.add(null, null, settle.apply_surveys(array[4]::bigint[], null, array['o2'], null));
select is(fixture.rows('select hash from settled.survey order by 1'), '4, 5', 'a survey, and those of an order');
select rollup.add(null, null, settle.apply_surveys(null, array['c2'], null, array['t2']));
select is(fixture.rows('select hash from settled.survey order by 1'), '4, 5, 6', 'those of a ticket and of a conversation');
select rollup.add(null, null, settle.apply_surveys(null, array['o2'], array['t2'], array['c2']));
select rollup.add(null, null, settle.apply_surveys(null, null, null, null));
select is(fixture.rows('select hash from settled.survey order by 1'), '4, 5, 6', 'of its own kind only');
select is((select value from rollup.agent_month where measure = 'surveys' and agent = '(silent)'), 1::numeric, 'each once');
select is((select count(*) from settle.surveys_of(array[4, 4, 99]::bigint[])), 1::bigint,
          'a survey named twice is one, an unknown one none');
select is((select sum(value) from rollup.agent_month where measure = 'surveys'), 3::numeric, 'three in all');

-- Of a ticket: who had resolved it last when the survey was answered, else who owned it then; what comes later moves nothing.
select fixture.forget();
select fixture.ticket('t3', 'created 2026-03-02 10:00', 'assigned 2026-03-02 11:00 agent=bob', 'assigned 2026-03-02 12:00 agent=cat',
                      'resolved 2026-03-02 13:00 agent=dan', 'reopened 2026-03-02 14:00', 'resolved 2026-03-02 15:00 agent=eve');
select fixture.survey(n, ('2026-03-02 ' || t)::timestamptz, 5, 5, 'ticket', 't3')
  from unnest(array['10:30', '10:59:59.999', '11:00', '12:30', '13:00', '14:30', '15:00']) with ordinality as s(t, n);
select fixture.settle();
select is(pg_temp.agents(), '1 (unassigned), 2 (unassigned), 3 bob, 4 cat, 5 dan, 6 dan, 7 eve', 'who it was then');
select fixture.ticket('t3', 'merged 2026-03-02 16:00 into=t4', 'assigned 2026-03-02 10:15 agent=fay');
select fixture.settle();
select is(pg_temp.agents(), '1 fay, 2 fay, 3 bob, 4 cat, 5 dan, 6 dan, 7 eve', 'also of a merged one, and when an owner becomes known late');

-- Answers with one id and dimension are one: what the last says, at the moment of the first, under its hash.
create function pg_temp.answers() returns text language sql as $$
    select fixture.settle();
    select fixture.rows('select hash, agent, to_char(day, ''DD'') as d, round(csat) as csat from settled.survey order by hash')
$$;
select fixture.forget();
select fixture.survey(21, '2026-03-05 10:00', 1, 5, agent => 'gus', survey => 's1');
select is(pg_temp.answers(), '21 gus 05 0', 'an answer');
select fixture.survey(22, '2026-03-20 10:00', 5, 5, survey => 's1');
select is(pg_temp.answers(), '21 gus 05 100', 'its correction, which names no agent');
select fixture.survey(23, '2026-03-10 10:00', 3, 5, agent => 'hal', survey => 's1');
select is(pg_temp.answers(), '21 hal 05 100', 'one between them that comes late: the rating of the last, the agent of the one before it');
select fixture.survey(20, '2026-03-04 10:00', 2, 5, agent => 'ida', survey => 's1');
select is(pg_temp.answers(), '20 hal 04 100', 'the first comes last: its moment');
select fixture.survey(24, '2026-03-06 10:00', 3, 5, agent => 'gus', survey => 's1', dimension => 'speed');
select fixture.survey(25, '2026-03-07 10:00', 1, 5, agent => 'gus', survey => 's1', dimension => 'speed');
select is(pg_temp.answers(), '20 hal 04 100, 24 gus 06 0', 'another dimension is another answer');
select fixture.survey(26, '2026-03-08 10:00', 5, 5, agent => 'gus'); select fixture.survey(27, '2026-03-08 10:00', 4, 5, agent => 'gus');
select is(pg_temp.answers(), '20 hal 04 100, 24 gus 06 0, 26 gus 08 100, 27 gus 08 75', 'without an id each stands alone');
select is(fixture.rows($$ select agent, measure, round(value) as v from rollup.agent_month order by 1, 2 $$),
          'gus csat_sum 175, gus surveys 3, hal csat_sum 100, hal surveys 1', 'the month has each once');
select is(fixture.differences(), null, 'and agrees');
-- The record of a row comes again, smaller, with another id: the answer that it leaves is what the others say.
select from fixture.write(surveys => array[row(22, '2026-03-19 10:00Z', '2026-03-19', null, null, null, null, null, 5, 5,
                          's9')::ingest.survey_row]);
select is(pg_temp.answers(), '20 hal 04 50, 22 (unassigned) 19 100, 24 gus 06 0, 26 gus 08 100, 27 gus 08 75', 'a row leaves its answer');
delete from fact.survey where hash > 23; insert into ingest.dirty (surveys) values (array[24, 25, 26, 27]);
-- What it is about is one statement, and whom that gives is asked for the moment of the first.
select fixture.ticket('t5', 'created 2026-03-02 10:00 agent=bob', 'assigned 2026-03-02 12:00 agent=cat');
select fixture.order('o5', 'ann', 'created 2026-03-01 10:00 amount=1 agent=dan');
select fixture.survey(31, '2026-03-02 11:00', 1, 5, 'order', 'o5', survey => 's2');
select is(pg_temp.answers(), '20 hal 04 50, 22 (unassigned) 19 100, 31 dan 02 0', 'of an order');
select fixture.survey(32, '2026-03-02 13:00', 2, 5, 'ticket', 't5', survey => 's2');
select is(pg_temp.answers(), '20 hal 04 50, 22 (unassigned) 19 100, 31 bob 02 25', 'no, of a ticket: whose it was when it was answered first');
select fixture.ticket('t5', 'assigned 2026-03-02 10:30 agent=eve');
select is(pg_temp.answers(), '20 hal 04 50, 22 (unassigned) 19 100, 31 eve 02 25', 'it follows the ticket, not the order');
-- Whoever excludes one of its rows, excludes the answer.
insert into fact.exclusion (kind, reference, reason, excluded_at, excluded_by) values ('survey', '23', 'forged', '2026-04-01Z', 'lea');
insert into ingest.dirty (surveys) values (array[23]);
select is(pg_temp.answers(), '22 (unassigned) 19 100, 31 eve 02 25', 'excluded');
update fact.exclusion set ended_at = '2026-04-02Z', ended_by = 'lea', ended_reason = 'it was not';
insert into ingest.dirty (surveys) values (array[23]);
select is(pg_temp.answers(), '20 hal 04 50, 22 (unassigned) 19 100, 31 eve 02 25', 'and back');

-- By dimension: each has a mean of its own, by day and month; answers without one are in csat alone.
create function pg_temp.dimensions(period text default 'month') returns text language sql as $$
    select fixture.settle();
    select fixture.rows(format($q$ select agent, to_char(%1$s, 'MM-DD') as d, metric, round(value, 4) as v
                                     from merit.agent_%1$s_metric where metric ~ '^csat:' order by 2, 1, 3 $q$, period))
           || coalesce(' but ' || fixture.differences(), '')
$$;
select fixture.forget();
select fixture.survey(1, '2026-03-02 10:00', 5, 5, agent => 'bob', dimension => 'speed');
select fixture.survey(2, '2026-03-02 11:00', 4, 5, agent => 'bob', dimension => 'speed');
select fixture.survey(3, '2026-03-03 10:00', 1, 4, agent => 'bob', dimension => 'speed');
select fixture.survey(4, '2026-03-03 10:00', 2, 4, agent => 'bob', dimension => '态度');
select fixture.survey(5, '2026-04-01 10:00', 2, 3, agent => 'cat', dimension => 'speed', survey => 's');
select fixture.survey(6, '2026-03-03 10:00', 3, 5, agent => 'bob');
-- (100 + 75) / 2 of the 2nd; (100 + 75 + 0) / 3 of March; (2 - 1) / (4 - 1); (2 - 1) / (3 - 1).
select is(pg_temp.dimensions('day'), 'bob 03-02 csat:speed 87.5, bob 03-03 csat:speed 0, bob 03-03 csat:态度 33.3333, cat 04-01 csat:speed 50', 'by day');
select is(pg_temp.dimensions(), 'bob 03-01 csat:speed 58.3333, bob 03-01 csat:态度 33.3333, cat 04-01 csat:speed 50', 'by month');
select is(fixture.metric('bob', 'surveys') || ' ' || round(fixture.metric('bob', 'csat'), 4), '5 51.6667', 'all of them: (100 + 75 + 0 + 33.3333 + 50) / 5');
-- One answer in one dimension is corrected, and another dimension of the same answer is not.
select fixture.survey(7, '2026-04-03 10:00', 3, 3, survey => 's', dimension => 'speed');
select fixture.survey(8, '2026-04-03 10:00', 1, 3, survey => 's', dimension => 'tone', agent => 'cat');
select is(pg_temp.dimensions(), 'bob 03-01 csat:speed 58.3333, bob 03-01 csat:态度 33.3333, cat 04-01 csat:speed 100, cat 04-01 csat:tone 0', 'corrected');
select fixture.survey(9, '2026-03-31 23:00', 2, 5, survey => 's', dimension => 'speed', agent => 'bob');
select is(pg_temp.dimensions(), 'bob 03-01 csat:speed 58.3333, bob 03-01 csat:态度 33.3333, cat 03-01 csat:speed 100, cat 04-01 csat:tone 0',
          'the first comes last: its month, and the agent and the rating of those after it');
-- The record of a row comes again, smaller, with another dimension: it leaves its answer, which falls back to April.
select from fixture.write(surveys => array[row(9, '2026-03-30 23:00Z', '2026-03-30', null, null, 'dan', null, 'tone', 2, 5, 's')::ingest.survey_row]);
select is(pg_temp.dimensions(), 'bob 03-01 csat:speed 58.3333, bob 03-01 csat:态度 33.3333, cat 03-01 csat:tone 0, cat 04-01 csat:speed 100',
          'the dimension of an answer that was the first moves, and takes the other''s moment along');
select from fixture.write(surveys => array[row(9, '2026-03-29 23:00Z', '2026-03-29', null, null, 'dan', null, null, 2, 5, 's')::ingest.survey_row]);
select is(pg_temp.dimensions(), 'bob 03-01 csat:speed 58.3333, bob 03-01 csat:态度 33.3333, cat 04-01 csat:speed 100, cat 04-01 csat:tone 0',
          'then it has none');
select is(fixture.metric('dan', 'csat'), 25::numeric, 'but counts');
-- It follows whom it counts for, and goes with what is excluded.
select fixture.ticket('t9', 'created 2026-03-02 10:00 agent=bob');
select fixture.survey(10, '2026-03-05 10:00', 5, 5, 'ticket', 't9', dimension => 'tone');
select is(pg_temp.dimensions('day') ~ 'bob 03-05 csat:tone 100', true, 'of the ticket''s owner');
select fixture.ticket('t9', 'assigned 2026-03-04 10:00 agent=eve');
select is(pg_temp.dimensions('day') ~ 'eve 03-05 csat:tone 100' and pg_temp.dimensions('day') !~ 'bob 03-05', true, 'who turns out to be another');
insert into fact.exclusion (kind, reference, reason, excluded_at, excluded_by) values ('survey', '10', 'forged', '2026-04-01Z', 'lea');
insert into ingest.dirty (surveys) values (array[10]);
select is(pg_temp.dimensions('day') !~ 'eve', true, 'excluded: no row stays');
select is((select count(*) from rollup.dimension_period d where not exists (
              select from rollup.agent_period r where (r.grain, r.start, r.agent) = (d.grain, d.start, d.agent) and r.surveys >= d.surveys)),
          0::bigint, 'who has surveys of a dimension, has surveys');

-- In any order, with any settlements between: the same.
create temporary table step (n integer generated always as identity, what text);
insert into step (what) values
('select fixture.survey(1, ''2026-03-31 10:00'', 5, 5, agent => ''bob'', dimension => ''speed'', survey => ''a'')'),
('select fixture.survey(2, ''2026-04-01 10:00'', 4, 5, agent => ''cat'', dimension => ''speed'', survey => ''a'')'),
('select fixture.survey(3, ''2026-04-02 10:00'', 1, 5, dimension => ''speed'', survey => ''a'')'),
('select fixture.survey(4, ''2026-03-30 10:00'', 2, 5, dimension => ''tone'', survey => ''a'')'),
('select fixture.survey(4, ''2026-03-30 09:00'', 2, 5, dimension => ''speed'', survey => ''a'')'),
('select fixture.survey(4, ''2026-03-30 08:00'', 3, 7, survey => ''a'')'),
('select fixture.survey(5, ''2026-03-29 10:00'', 3, 7, ''ticket'', ''t'', dimension => ''tone'')'),
('select fixture.ticket(''t'', ''created 2026-03-01 10:00 agent=dan hash=1'')'),
('select fixture.ticket(''t'', ''assigned 2026-03-28 10:00 agent=eve hash=2'')'),
('select fixture.survey(6, ''2026-03-29 10:00'', 2, 7, ''ticket'', ''t'', dimension => ''tone'')');
create function pg_temp.result(seed double precision, every integer) returns text language plpgsql as $$
declare
    s record;
begin
    perform fixture.forget();
    perform setseed(seed);
    for s in select what, row_number() over () as place from (select what from step order by random()) r loop
        execute s.what;
        if s.place % every = 0 then
            perform fixture.settle('2026-05-01');
        end if;
    end loop;
    perform fixture.settle('2026-05-01');
    return fixture.settled();
end $$;
create temporary table together as select pg_temp.result(0, 100) as result;
-- 4 states no dimension in the end; 1 to 3 are one answer of the 31st with the rating of 3 for cat. eve: (3 - 1) / 6 and (2 - 1) / 6.
select is(pg_temp.dimensions(), 'cat 03-01 csat:speed 0, eve 03-01 csat:tone 25', 'as derived');
select is(pg_temp.result(seed / 10.0, 1 + seed % 2), (select result from together), 'order of arrival ' || seed)
  from generate_series(1, 4) seed;

select * from finish();
rollback;
