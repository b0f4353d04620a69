-- merit.now, merit.waiting_now, fact.round, fact.present.
begin;
\ir ../fixture.psql
select plan(13);

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
