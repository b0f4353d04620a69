-- merit.agent_month_metric, merit.agent_day_metric, rollup.metric, fact.record_metric, fact.present: exactly the metrics of
-- docs/metrics.md; 0 where nothing happened, NULL without a denominator; every formula.
begin;
\ir ../fixture.psql
select plan(52);

-- The names, from the document itself: the first column of its table of metrics.
\set document `for up in . .. ../.. ../../..; do [ -f $up/docs/metrics.md ] && cat $up/docs/metrics.md && break; done`
create temporary table named as
select distinct n[1] as metric
  from regexp_split_to_table(split_part(:'document', E'\n## Metrics\n', 2), '\n') as line
 cross join lateral regexp_matches(split_part(line, '|', 2), '`([a-z_0-9]+)`', 'g') as n
 where line like '| `%';
insert into named select w || n from unnest(array['response_within_', 'first_response_within_']) w, unnest(array[30, 60, 180]) n;
insert into named select 'asked_hour_' || to_char(h, 'FM00') from generate_series(1, 22) h;  -- of which the document names the first and last

-- A mark, a tally or a monthly sales target is enough to have every metric.
create function pg_temp.record(what text, agent text, period text, value numeric default 1, metric text default 'sales')
returns void language plpgsql as $$
begin
    case what
    when 'mark' then
        perform fixture.write(marks => array[row(nextval('fixture.hash'), '2026-03-02Z', agent, metric, period, 'kim', 'lead',
                              value, 100)::ingest.mark_row]);
    when 'tally' then
        perform fixture.write(tallies => array[row(nextval('fixture.hash'), '2026-03-02Z', period::date, agent, metric,
                              value)::ingest.tally_row]);
    when 'target' then
        perform fixture.write(targets => array[row(nextval('fixture.hash'), '2026-03-02Z', agent, period, metric,
                              value)::ingest.target_row]);
    end case;
end $$;
select pg_temp.record('target', 'tim', '2026-03', 1000);
select set_eq($$ select metric from merit.agent_month_metric where agent = 'tim' and month = '2026-03-01' $$,
              'select metric from named',
              'every agent in the month has each of them, by exactly its name, and no other');
select is((select count(*) from merit.agent_month_metric), (select count(*) from named), 'once');
create temporary table ratio as
select unnest(array['reply_rate', 'response_seconds', 'first_response_seconds', 'response_p50', 'response_p90', 'response_p99',
                    'answer_ratio', 'inquiry_conversion', 'payment_conversion', 'order_success', 'unit_price', 'refund_rate',
                    'refund_hours', 'csat', 'ticket_reopen_rate', 'ticket_resolve_hours', 'sla_rate', 'ticket_reply_seconds', 'queue_seconds',
                    'valid_order_rate', 'abnormal_order_rate', 'paid_order_rate', 'complaint_rate']) as metric
union all select metric from named where metric ~ '_within_';
select is_empty($$ select metric from merit.agent_month_metric where agent = 'tim' and value <> 0 $$, 'nothing happened');
select is_empty($$ select metric from ratio
                   except select metric from merit.agent_month_metric where agent = 'tim' and value is null $$,
                'what has no denominator is NULL');
select is(fixture.metric('tim', 'target_completion'), 0::numeric, 'nothing of a target');
select is((select count(*) from merit.agent_day_metric), 0::bigint, 'a target is nothing by day');
select pg_temp.record('target', 'quin', '2026-Q1'); select pg_temp.record('target', 'cal', '2026-03', 5,
                      'calls'); select pg_temp.record('mark', 'yve', '2026');
select is((select count(*) from merit.agent_month_metric where agent in ('quin', 'cal', 'yve')), 0::bigint,
          'a target of a quarter or of something else, and a mark of a year, are nothing in a month');
select from fixture.write(agents => array[row(1, '2026-03-02Z', '2026-03-02', 'sam', 'Sam', null, null, null, null, null, null,
                          null)::ingest.agent_row]);
select is((select count(*) from merit.agent_month_metric where agent = 'sam'), 0::bigint, 'nor is a staff record');

-- Tallies and marks: their own names, beside all others.
select pg_temp.record('tally', 'tal', '2026-03-05', 2, 'late'); select pg_temp.record('tally', 'tal', '2026-03-05', -0.5,
                      'late'); select pg_temp.record('tally', 'tal', '2026-03-06', 4, 'late');
select pg_temp.record('tally', 'tal', '2026-04-01', 1, 'error');
select set_eq($$ select metric from merit.agent_month_metric where agent = 'tal' and month = '2026-03-01' $$,
              $$ select metric from named union all select 'tally:late' $$, 'a tally');
select set_eq($$ select metric from merit.agent_month_metric where agent = 'tal' and month = '2026-04-01' $$,
              $$ select metric from named union all select 'tally:error' $$, 'of its month only');
select is(fixture.metric('tal', 'tally:late'), 5.5, 'the sum of the month');
select is(fixture.rows($$ select day,
          value from merit.agent_day_metric where agent = 'tal' and metric = 'tally:late' order by 1 $$),
          '2026-03-05 1.5, 2026-03-06 4', 'and of each day');
select set_eq($$ select metric from merit.agent_day_metric where agent = 'tal' and day = '2026-03-05' $$,
              $$ select metric from named where metric <> 'target_completion' union all select 'tally:late' $$,
                  'by day everything but the target, and tallies');
select is((select count(*) from (select agent, day, metric from merit.agent_day_metric group by 1, 2, 3 having count(*) > 1) d),
          0::bigint, 'each once');
select is(fixture.metric('tal', 'target_completion'), null, 'no target, no completion');
-- Marks, each scaled to 100: of leads 80 and 60 (3 of 5), of the agent himself 100; the mean of the roles' means. kim corrected 10 to 80.
select from fixture.write(marks => array[
    row(1001, '2026-03-28Z', 'mia', 'zeal', '2026-03', 'kim', 'lead', 10, 100), row(1002, '2026-03-29Z', 'mia', 'zeal', '2026-03',
        'kim', 'lead', 80, 100),
    row(1003, '2026-03-28Z', 'mia', 'zeal', '2026-03', 'lou', 'lead', 3, 5), row(1004, '2026-03-28Z', 'mia', 'zeal', '2026-03',
        'mia', 'self', 10, 10),
    row(1005, '2026-03-28Z', 'mia', 'zeal', '2026-Q1', 'kim', 'lead', 0, 10), row(1006, '2026-03-28Z', 'mia', 'tact', '2026-03',
        'kim', 'lead', 0, 10)]::ingest.mark_row[]);
select is(fixture.metric('mia', 'mark:zeal'), (70 + 100) / 2.0, 'the last mark of each rater, averaged per role, the roles alike');
select is(fixture.metric('mia', 'mark:tact'), 0::numeric, 'each indicator by itself');
select set_eq($$ select metric from merit.agent_month_metric where agent = 'mia' $$,
              $$ select metric from named union all select unnest(array['mark:zeal', 'mark:tact']) $$, 'marks are by month');
select is((select count(*) from merit.agent_day_metric where agent = 'mia'), 0::bigint, 'and never by day');
select is(fixture.rows('select rater, '
          'points from fact.last_mark where agent = ''mia'' and period = ''2026-03'' and indicator = ''zeal'' order by 1'),
          'kim 80, lou 60, mia 100', 'the marks that count');
select from fixture.write(marks => array[row(1007, '2026-03-29Z', 'mia', 'zeal', '2026-03', 'kim', 'peer', 20,
                          100)]::ingest.mark_row[]);
select is(fixture.metric('mia', 'mark:zeal'), (60 + 100 + 20) / 3.0, 'at one time the greater hash is the last, with its role');
-- Targets: the last one.
select from fixture.write(targets => array[row(2001, '2026-03-03Z', 'tim', '2026-03', 'sales', 400),
                          row(2000, '2026-03-03Z', 'tim', '2026-03', 'sales', 700),
                                           row(2002, '2026-03-02Z', 'tim', '2026-03', 'sales', 9), row(2003, '2026-03-04Z', 'tim',
                                               '2026-04', 'sales', 500)]::ingest.target_row[]);
select is(fixture.rows($$ select agent, period, metric, value from fact.last_target where agent = 'tim' order by 2 $$),
          'tim 2026-03 sales 400, tim 2026-04 sales 500', 'of one time the greater hash');

-- Every formula, from sums made by hand: each measure another number, so that none is taken for another.
select fixture.forget();
insert into rollup.agent_month (agent, month, measure, value) values
('bob', '2026-03-01', 'contacts', 60), ('bob', '2026-03-01', 'received', 50), ('bob', '2026-03-01', 'replied', 40), ('bob',
 '2026-03-01', 'answered_rounds', 80),
('bob', '2026-03-01', 'unanswered_rounds', 20), ('bob', '2026-03-01', 'handed_over_rounds', 7), ('bob', '2026-03-01',
 'slow_rounds', 9), ('bob', '2026-03-01', 'response_ms', 2400000),
('bob', '2026-03-01', 'first_responses', 25), ('bob', '2026-03-01', 'first_response_ms', 500000), ('bob', '2026-03-01',
 'customer_messages', 160),
('bob', '2026-03-01', 'agent_messages', 200), ('bob', '2026-03-01', 'inquirers', 32), ('bob', '2026-03-01', 'ordered', 16),
 ('bob', '2026-03-01', 'paid', 8),
('bob', '2026-03-01', 'orderers', 15), ('bob', '2026-03-01', 'payers', 12), ('bob', '2026-03-01', 'buyers', 10), ('bob',
 '2026-03-01', 'payments', 14),
('bob', '2026-03-01', 'gross_sales', 1000), ('bob', '2026-03-01', 'refunded', 100), ('bob', '2026-03-01', 'refunded_orders', 4),
 ('bob', '2026-03-01', 'refund_ms', 36000000),
('bob', '2026-03-01', 'assisted', 333), ('bob', '2026-03-01', 'assisted_payments', 3), ('bob', '2026-03-01', 'surveys', 6),
 ('bob', '2026-03-01', 'csat_sum', 450),
('bob', '2026-03-01', 'tickets', 64), ('bob', '2026-03-01', 'reopens', 16), ('bob', '2026-03-01', 'ticket_resolve_timed', 30),
 ('bob', '2026-03-01', 'ticket_resolve_ms', 216000000),
('bob', '2026-03-01', 'sla_given', 48), ('bob', '2026-03-01', 'sla_met', 36), ('bob', '2026-03-01', 'ticket_replies', 21), ('bob',
 '2026-03-01', 'ticket_reply_timed', 20),
('bob', '2026-03-01', 'orders_created', 25), ('bob', '2026-03-01', 'orders_flagged', 5), ('bob', '2026-03-01', 'orders_paid', 13),
('bob', '2026-03-01', 'suspended_rounds', 13), ('bob', '2026-03-01', 'first_missing', 15),
('bob', '2026-03-01', 'trailing_rounds', 11), ('bob', '2026-03-01', 'bot_answered_rounds', 3), ('bob', '2026-03-01', 'queued_rounds', 8),
('bob', '2026-03-01', 'queue_ms', 112000), ('bob', '2026-03-01', 'gross_repeat_sales', 410), ('bob', '2026-03-01', 'repeat_refunded', 60),
('bob', '2026-03-01', 'ticket_reply_ms', 50000), ('bob', '2026-03-01', 'complaints', 5), ('bob', '2026-03-01', 'disputes', 2),
 ('bob', '2026-03-01', 'overdue', 1);
insert into rollup.agent_month (agent, month, measure, bucket, value)
select 'bob', '2026-03-01', 'within', b, v from unnest(array[0, 1, 2, 4, 5, 6], array[10, 30, 60, 2, 8, 24]) n(b, v);
select pg_temp.record('target', 'bob', '2026-03', 4000);
create function pg_temp.values(variadic metrics text[]) returns text language sql as $$
    select string_agg(coalesce(fixture.metric('bob', m)::text, 'null'),
                      ' ' order by place) from unnest(metrics) with ordinality as u(m, place)
$$;
select is(pg_temp.values('received', 'replied', 'reply_rate'), '50 40 ' || trim_scale(40 / 50.0), 'contacts');
select is(pg_temp.values('rounds', 'answered_rounds', 'unanswered_rounds', 'handed_over_rounds', 'slow_rounds'), '107 80 20 7 9',
          'rounds = answered + unanswered + handed over');
select is(pg_temp.values('response_seconds', 'first_responses', 'first_response_seconds'), '30 25 20', '2400 s of 80, 500 s of 25');
select is(pg_temp.values('response_within_30', 'response_within_60', 'response_within_180'), '0.1 0.3 0.6', 'of 80 + 20');
select is(pg_temp.values('first_response_within_30', 'first_response_within_60', 'first_response_within_180'), '0.05 0.2 0.6', 'of 25 + 15');
select is(pg_temp.values('trailing_rounds', 'suspended_rounds', 'bot_answered_rounds', 'queue_seconds'), '11 13 3 14',
          '112 s of 8 that were assigned');
select is(pg_temp.values('customer_messages', 'agent_messages', 'answer_ratio'), '160 200 1.25', 'messages');
select is(pg_temp.values('inquirers', 'ordered', 'paid', 'inquiry_conversion', 'payment_conversion', 'lost_inquirers'),
          '32 16 8 0.5 0.25 16', 'inquiries');
select is(pg_temp.values('orderers', 'payers', 'order_success', 'sales', 'buyers', 'unit_price', 'target_completion'),
          '15 12 0.8 1000 10 100 0.25', 'sales');
select is(pg_temp.values('repeat_sales'), '410', 'sales to who had bought before');
select is(pg_temp.values('valid_order_rate', 'abnormal_order_rate', 'paid_order_rate', 'complaint_rate'), '0.8 0.2 0.65 0.1',
          '20 and 5 of 25, 13 of 20; 5 complaints of 50 received');
select is(pg_temp.values('assisted', 'refunded', 'refund_rate', 'refund_hours'), '333 100 0.1 2.5', '10 hours of 4 orders');
select is(pg_temp.values('surveys', 'csat', 'tickets', 'reopens', 'ticket_reopen_rate', 'ticket_resolve_hours', 'sla_rate'),
          '6 75 64 16 0.25 2 0.75', '60 hours of 30 timed tickets; 36 of 48 given');
select is(pg_temp.values('ticket_replies', 'ticket_reply_seconds', 'complaints', 'disputes', 'overdue'), '21 2.5 5 2 1',
          '50 s of 20 timed replies');
-- The rules that views apply.
update ref.rule_set set sales_net = true;
select is(pg_temp.values('sales', 'repeat_sales', 'unit_price', 'target_completion', 'refunded', 'refund_rate'), '900 350 90 0.225 100 0.1',
          'net: without what was refunded; the rate is of gross sales');
update ref.rule_set set sales_net = false, response_unanswered = 'cap';
-- 2400 s and 20 times 600 s, of 80 + 20.
select is(pg_temp.values('response_seconds', 'first_response_seconds', 'answered_rounds'), '144 20 80',
          'unanswered rounds as the cap');
delete from rollup.agent_month where measure in ('answered_rounds', 'response_ms');
select is(pg_temp.values('response_seconds'), '600', 'of them alone');
update ref.rule_set set response_unanswered = 'omit';
select is(pg_temp.values('response_seconds', 'rounds'), 'null 27', 'left out, nothing is left');
-- The day and the month are apart.
insert into rollup.agent_day (agent, day, measure, value) values ('bob', '2026-03-05', 'received', 4), ('bob', '2026-03-05',
                              'replied', 1);
select is(fixture.rows($$ select day, metric, value from merit.agent_day_metric where metric in ('received', 'reply_rate',
          'sales') order by 2 $$),
          '2026-03-05 received 4, 2026-03-05 reply_rate 0.25, 2026-03-05 sales 0', 'a day has its own');
select is(fixture.metric('bob', 'sales', '2026-04-01'), null, 'another month has no row');

-- Percentiles: nearest rank over buckets. Of 10 waits 1 … 10 s the 5th, 9th and 10th; each within 5 %.
select fixture.forget();
insert into rollup.agent_month (agent, month, measure, bucket, value)
select 'bob', '2026-03-01'::date, 'wait', fixture.wait_bucket(n * 1000), 1 from generate_series(1, 10) n
union all
select 'bob', '2026-03-01', 'answered_rounds', 0, 10;
select is(pg_temp.values('response_p50', 'response_p90', 'response_p99'),
          format('%s %s %s', trim_scale(fixture.wait_seconds(5000)),
                 trim_scale(fixture.wait_seconds(9000)),
                 trim_scale(fixture.wait_seconds(10000))), 'the 5th, 9th and 10th of ten');
select ok(abs(fixture.metric('bob', 'response_p50') / 5 - 1) < 0.05 and abs(fixture.metric('bob', 'response_p90') / 9 - 1) < 0.05
          and abs(fixture.metric('bob', 'response_p99') / 10 - 1) < 0.05, 'within 5 %');
select is(pg_temp.values('received', 'rounds'), '0 10', 'and nothing else');
-- 98 of no wait, 2 of an hour: the 99th of 100 is an hour. One more of no wait: the 100th of 101 is, the 91st and the 51st not.
insert into rollup.agent_month values ('cat', '2026-03-01', 'wait', 0, 98), ('cat', '2026-03-01', 'wait',
    fixture.wait_bucket(3600000), 2), ('cat', '2026-03-01', 'answered_rounds', 0, 100);
select is(fixture.metric('cat', 'response_p90') || ' ' || (abs(fixture.metric('cat', 'response_p99') / 3600 - 1) < 0.05),
          '0 true', 'nearest rank: the 99th of 100');
update rollup.agent_month set value = 99 where agent = 'cat' and measure = 'wait' and bucket = 0;
update rollup.agent_month set value = 101 where agent = 'cat' and measure = 'answered_rounds';
select is(fixture.metric('cat', 'response_p90') || ' ' || (abs(fixture.metric('cat', 'response_p99') / 3600 - 1) < 0.05),
          '0 true', 'the 100th of 101');
update rollup.agent_month set value = 198 where agent = 'cat' and measure = 'wait' and bucket = 0;
update rollup.agent_month set value = 200 where agent = 'cat' and measure = 'answered_rounds';
select is(fixture.metric('cat', 'response_p99'), 0::numeric, 'the 198th of 200');

-- From events, end to end: two days in two months.
select fixture.forget();
select fixture.chat('c1', 'ann', 'bob 2026-03-31 answered=10:00>10:00:20,11:00>11:01 messages=4/3',
                    '(unassigned) 2026-03-31 unanswered=20:00');
select fixture.chat('c2', 'cid', 'bob 2026-04-01 answered=10:00>10:00:10');
select fixture.order('o1', 'ann', 'created 2026-03-31 12:00 amount=50', 'paid 2026-04-01 12:00 amount=50');
select fixture.order('o2', 'dee', 'created 2026-03-31 12:00 amount=8', 'paid 2026-03-31 12:00 amount=8');
select fixture.settle();
select is(pg_temp.values('received', 'answered_rounds', 'slow_rounds', 'response_seconds', 'inquirers', 'ordered', 'paid',
          'orderers', 'payers', 'sales', 'buyers', 'unit_price'),
          '1 2 1 40 1 1 1 1 1 0 0 null', 'March: the order, and whether it is paid in time');
select is(fixture.rows($$ select value from merit.agent_month_metric where agent = 'bob' and month = '2026-04-01'
                             and metric in ('buyers', 'inquirers', 'orderers', 'payers', 'sales') order by metric $$),
          '1, 1, 0, 0, 50', 'April: its payment');
select is(fixture.metric('(silent)', 'sales') || ' ' || fixture.metric('(silent)',
          'orderers') || ' ' || fixture.metric('(silent)', 'received'), '8 1 0', 'orders of nobody under a name of their own');
select is(fixture.metric('(unassigned)', 'unanswered_rounds') || ' ' || fixture.metric('(unassigned)', 'received'), '1 1',
          'so are chats');

select * from finish();
rollback;
