-- The lines of settled rows and their sums: rollup.*_line, lines_of, buyer_lines, line_of_buyers, line_columns, add, day_sums, month_sums,
-- measure_column, line_sums, contact_sums, measure(s), nothing, wait_counts, fresh_days, fresh_months, settle.apply_buyers.
begin;
\ir ../fixture.psql
select plan(40);

create function pg_temp.days(pattern text default '') returns text language sql as $$
    select fixture.rows(format('select agent, to_char(day, ''MM-DD'') as d, measure, value from rollup.agent_day
                                 where measure ~ %L order by 2, 1, 3', pattern))
$$;
create function pg_temp.months(pattern text default '') returns text language sql as $$
    select fixture.rows(format('select agent, to_char(month, ''MM-DD'') as d, measure, value from rollup.agent_month
                                 where measure ~ %L order by 2, 1, 3', pattern))
$$;
create function pg_temp.line(grain text, start date, agent text, measure text, value numeric) returns rollup.agent_period
language sql as $$
    select jsonb_populate_record(null::rollup.agent_period,
                                 jsonb_build_object('grain', $1, 'start', $2, 'agent', $3, $4, $5))
$$;
create function pg_temp.rows() returns text language sql as $$
    select fixture.rows('select grain, start, agent, measure, value from rollup.measure order by grain, start, agent, measure')
$$;

-- Sums; a row of nothing but 0 is none. A month adds up its days, but for distinct customers.
select rollup.add(null, null, array[
                              pg_temp.line('day', '2026-02-28', 'bob', 'payers', 2), pg_temp.line('day', '2026-02-28', 'bob', 'payers', 3),
                              pg_temp.line('day', '2026-03-01', 'bob', 'payers', 1), pg_temp.line('month', '2026-03-01', 'bob', 'payers', 1),
                              pg_temp.line('day', '2026-03-01', 'cat', 'payers', 1), pg_temp.line('day', '2026-03-01', 'cat', 'payers', -1),
                              pg_temp.line('day', '2026-03-01', 'bob', 'csat_sum', 7.5)]);
select is(pg_temp.rows(), 'day 2026-02-28 bob payers 5, day 2026-03-01 bob csat_sum 7.5, day 2026-03-01 bob payers 1, '
          'month 2026-03-01 bob csat_sum 7.5, month 2026-03-01 bob payers 1', 'by grain, period, agent and measure');
select rollup.add(null, null, array[pg_temp.line('day', '2026-02-28', 'bob', 'payers', -5),
                                    pg_temp.line('day', '2026-03-01', 'bob', 'payers', -3)]);
select is(pg_temp.rows(), 'day 2026-03-01 bob csat_sum 7.5, day 2026-03-01 bob payers -2, '
          'month 2026-03-01 bob csat_sum 7.5, month 2026-03-01 bob payers 1',
          'what becomes 0 is gone');
select rollup.add('{}', '{}', '{}');
select rollup.add(null, null, null);
select is(pg_temp.rows(), 'day 2026-03-01 bob csat_sum 7.5, day 2026-03-01 bob payers -2, '
          'month 2026-03-01 bob csat_sum 7.5, month 2026-03-01 bob payers 1',
          'no line, no change');
select is(rollup.measures(), array(select a.attname::text from pg_attribute a
           where a.attrelid = 'rollup.agent_period'::regclass and a.attnum > 0 and a.attname <> all ('{grain,start,agent}')
           order by a.attnum), 'measures are the columns after the key');
select is(fixture.rows($$ select grain, start, agent, contacts, waits, overdue from rollup.nothing('day', '2026-03-01', 'eve') $$),
          'day 2026-03-01 eve 0 0 0', 'a row of nothing');

-- Histograms are added as numbers.
select is(fixture.rows('select * from rollup.wait_counts(0)'), null, 'of nothing, none');
select is(fixture.rows($$ select c.* from rollup.wait_counts(
              (select 3 * one from settle.bucket where bucket = 0) + (select 99999999 * one from settle.bucket where bucket = 1)
              + (select 10000 * one from settle.bucket where bucket = 7) + (select 5 * one from settle.bucket where bucket = 520)) c order by 1 $$),
          '0 3, 1 99999999, 7 10000, 520 5', 'digit by digit, up to the highest');
select is(fixture.rows($$ select bucket, one from settle.bucket where one <> ('1e' || 8 * bucket)::numeric $$), null,
          'each bucket counts in its own digit');

-- A contact's lines: what is 0 has none; each wait adds 1 to its bucket.
select fixture.forget();
select fixture.chat('c1', 'ann', 'bob 2026-03-31 answered=10:00>10:01,11:00>11:01,12:00>12:30 unanswered=13:00 '
                                 'messages=5/4 first=10:00>10:01', 'cat 2026-03-31 handed_over=14:00');
select fixture.chat('c2', 'cid', 'bob 2026-03-31 answered=10:00>10:01', 'bob 2026-04-01 messages=0/2 agent_at=09:00..10:00');
select fixture.settle();
select is(fixture.rows($$ select measure,
          value from rollup.agent_day where agent = 'bob' and day = '2026-03-31' and measure not in ('wait', 'asked_hour', 'within') order by 1 $$),
          'agent_messages 5, answered_rounds 4, contacts 2, customer_messages 6, first_response_ms 60000, first_responses 1, '
              'inquirers 2, received 2, '
          || 'replied 2, response_ms ' || (3 * 60 + 600) * 1000 || ', slow_rounds 4, unanswered_rounds 1',
              'two contacts of one day');
select is(fixture.rows($$ select bucket, value from rollup.agent_day where agent = 'bob' and measure = 'wait' order by 1 $$),
          fixture.wait_bucket(60000) || ' 3, ' || fixture.wait_bucket(1800000) || ' 1', 'three waits of a minute, one of thirty');
select is(fixture.rows($$ select measure, value from rollup.agent_day where agent = 'cat' order by 1 $$),
          'asked_hour 1, contacts 1, customer_messages 1, handed_over_rounds 1, inquirers 1, received 1', 'handed over');
select is(pg_temp.days('^contacts$'), 'bob 03-31 contacts 2, cat 03-31 contacts 1, bob 04-01 contacts 1',
          'whoever wrote has a contact, if nothing else');
select is(pg_temp.months('^contacts$'), 'bob 03-01 contacts 2, cat 03-01 contacts 1, bob 04-01 contacts 1', 'by month');
select fixture.chat('c1', 'ann');
select fixture.chat('c2', 'cid');
select fixture.settle();
select is(pg_temp.days(), null, 'a contact that is gone leaves nothing by day');
select is(pg_temp.months(), null, 'nor by month');

-- Contacts that come and go change their own measures, and leave a row of others' as it was.
select fixture.forget();
select rollup.add(null, null, array[pg_temp.line('day', '2026-03-31', 'bob', 'csat_sum', 7.5)]);
select fixture.chat('c1', 'ann', 'bob 2026-03-31 messages=0/1', 'cat 2026-03-31 messages=0/1');
select fixture.settle();
select is(pg_temp.rows(), 'day 2026-03-31 bob agent_messages 1, day 2026-03-31 bob contacts 1, day 2026-03-31 bob csat_sum 7.5, '
          'day 2026-03-31 cat agent_messages 1, day 2026-03-31 cat contacts 1, '
          'month 2026-03-01 bob agent_messages 1, month 2026-03-01 bob contacts 1, month 2026-03-01 bob csat_sum 7.5, '
          'month 2026-03-01 cat agent_messages 1, month 2026-03-01 cat contacts 1', 'beside what is there, or as a row of their own');
select fixture.chat('c1', 'ann');
select fixture.settle();
select is(pg_temp.rows(), 'day 2026-03-31 bob csat_sum 7.5, month 2026-03-01 bob csat_sum 7.5', 'and a row of nothing else is gone');
select fixture.forget();

-- An order's: payments and refunded parts by the day of the payment, the delay of the first refund by that of the first
-- payment, assisted to who assisted.
select fixture.chat('c1', 'ann', 'bob 2026-03-30 answered=10:00>10:01', 'cat 2026-03-31 messages=0/1 agent_at=09:00..09:00',
                    'dan 2026-03-31 messages=0/1 agent_at=09:00..09:00');
select fixture.order('o1', 'ann', 'created 2026-03-30 11:00 amount=100', 'paid 2026-03-31 10:00 amount=60',
                     'paid 2026-04-01 10:00 amount=40', 'refunded 2026-04-02 10:00 amount=50');
select fixture.settle();
select is(fixture.rows($$ select to_char(day, 'MM-DD') as d, measure,
          value from rollup.agent_day where agent = 'bob' and day > '2026-03-30' order by 1, 2 $$),
          '03-31 buyers 1, 03-31 gross_sales 60, 03-31 payments 1, 03-31 refund_ms ' || 2 * 86400000
              || ', 03-31 refunded 10, 03-31 refunded_orders 1, '
          '04-01 buyers 1, 04-01 gross_sales 40, 04-01 payments 1, 04-01 refunded 40', 'payments of whom it is credited to');
select is(fixture.rows($$ select to_char(day, 'MM-DD') as d, measure,
          value from rollup.agent_day where agent = 'bob' and day = '2026-03-30' and measure in ('orderers', 'payers',
          'buyers') order by 2 $$),
          '03-30 orderers 1, 03-30 payers 1', 'an order in the period of its creation');
select is(pg_temp.months('^assisted$'), 'cat 03-01 assisted 60, dan 03-01 assisted 60, cat 04-01 assisted 40, '
          'dan 04-01 assisted 40', 'all of it to each who assisted');
select fixture.order('o1', 'ann', 'created 2026-04-05 11:00 amount=1 flagged=yes');
select fixture.settle();
select is(fixture.rows($$ select agent, day, measure, value from rollup.agent_day
                           where measure <> all ((rollup.contact_sums('change')).measures) and measure not in ('wait', 'asked_hour', 'within') order by 3 $$),
          'bob 2026-03-30 orders_created 1, bob 2026-03-30 orders_flagged 1', 'of a flagged order only that it is one');
select is(fixture.rows('select count(*) from settled.buyer'), '0', 'and no buyer');

-- Distinct customers: in the day, and in the month, not the sum of its days.
select fixture.forget();
select fixture.order('a1', 'ann', 'created 2026-03-02 10:00 amount=10 agent=bob', 'paid 2026-03-02 10:00 amount=10');
select fixture.order('a2', 'ann', 'created 2026-03-02 11:00 amount=10 agent=bob', 'paid 2026-03-03 10:00 amount=10',
                     'refunded 2026-03-03 11:00 amount=10');
select fixture.order('a3', 'ann', 'created 2026-03-03 10:00 amount=10 agent=bob');
select fixture.order('b1', 'cid', 'created 2026-03-03 10:00 amount=10 agent=bob', 'paid 2026-03-20 10:00 amount=10');
select fixture.settle();
create function pg_temp.buyers() returns text language sql as $$
    select pg_temp.days('^(orderers|payers|buyers)$') || '; ' || pg_temp.months('^(orderers|payers|buyers)$')
$$;
select is(pg_temp.buyers(), 'bob 03-02 buyers 1, bob 03-02 orderers 1, bob 03-02 payers 1, bob 03-03 buyers 1, '
          'bob 03-03 orderers 2, bob 03-20 buyers 1; '
          'bob 03-01 buyers 2, bob 03-01 orderers 2, bob 03-01 payers 1', 'three days, two customers; cid paid too late');
select is(fixture.rows($$ select customer = fixture.customer('ann') as a, start, orders, in_time, payments,
          amount from settled.buyer where grain = 'month' order by 1 desc $$),
          'true 2026-03-01 3 2 2 20, false 2026-03-01 1 0 1 10', 'what stands behind it');
select fixture.order('b1', 'cid', 'created 2026-03-01 10:00 amount=10', 'updated 2026-03-04 10:00 agent=cat');
select fixture.settle();
select is(pg_temp.buyers(), 'cat 03-01 orderers 1, bob 03-02 buyers 1, bob 03-02 orderers 1, bob 03-02 payers 1, '
          'bob 03-03 buyers 1, bob 03-03 orderers 1, cat 03-20 buyers 1; '
          'bob 03-01 buyers 1, bob 03-01 orderers 1, bob 03-01 payers 1, cat 03-01 buyers 1, cat 03-01 orderers 1',
              'an order that moves to another agent takes its buyer along');
-- Net: a buyer is who has a positive sum. Of the 3rd, all was refunded; the month keeps the 10 of the 2nd.
select fixture.forget();
update ref.rule_set set sales_net = true;
select fixture.order('a1', 'ann', 'created 2026-03-02 10:00 amount=10 agent=bob', 'paid 2026-03-02 10:00 amount=10');
select fixture.order('a2', 'ann', 'created 2026-03-02 11:00 amount=10 agent=bob', 'paid 2026-03-03 10:00 amount=10',
                     'refunded 2026-03-03 11:00 amount=10');
select fixture.settle();
select is(pg_temp.days('buyers') || '; ' || pg_temp.months('buyers'), 'bob 03-02 buyers 1; bob 03-01 buyers 1',
          'net, only who paid more than was given back');
select fixture.order('a1', 'ann', 'refunded 2026-03-03 12:00 amount=10');
select fixture.settle();
select is(pg_temp.days('buyers'), null, 'then nobody is left');
update ref.rule_set set sales_net = false;
delete from settled.buyer;
insert into settled.buyer values ('bob', fixture.customer('ann'), 'day', '2026-03-02', 2, 0, 1, 0);
create function pg_temp.of_buyer(sign text default '') returns text language sql as $$
    select fixture.rows(format($q$ select l.grain, l.start, l.agent, l.orderers, l.payers, l.buyers, l.payments, l.contacts
                                     from unnest(rollup.buyer_lines(array(select b from settled.buyer b), %L)) l $q$, sign))
$$;
select is(pg_temp.of_buyer(), 'day 2026-03-02 bob 1 0 1 null null', 'a buyer counts once, in what is of buyers');
select is(pg_temp.of_buyer('-'), 'day 2026-03-02 bob -1 0 -1 null null', 'or is taken off');
select is(rollup.lines_of('order_line', 'order_id', '{}'::text[]), null, 'of no orders, no lines');
update ref.rule_set set sales_net = true;
update settled.buyer set in_time = 1;
select is(pg_temp.of_buyer(), 'day 2026-03-02 bob 1 1 0 null null', 'net, no positive sum');
update ref.rule_set set sales_net = false;

-- Fresh sums are the stored ones, for any range of days and months.
select fixture.forget();
select fixture.chat('c1', 'ann', 'bob 2026-02-27 answered=10:00>10:01', 'bob 2026-02-28 answered=10:00>10:01',
                    'bob 2026-03-01 answered=10:00>10:01');
select fixture.order('o1', 'ann', 'created 2026-02-28 11:00 amount=100', 'paid 2026-03-01 10:00 amount=60');
select fixture.ticket('t1', 'created 2026-02-28 10:00 category=dispute', 'closed 2026-03-01 10:00');
select fixture.survey(1, '2026-02-28 10:00', 4, 5);
select fixture.settle();
select set_eq('select * from rollup.fresh_days(''2026-02-28'', ''2026-03-01'')',
              $$ select * from rollup.agent_period where grain = 'day' and start = '2026-02-28' $$, 'a day');
select set_eq('select * from rollup.fresh_months(''2026-02-01'', ''2026-04-01'')',
              $$ select * from rollup.agent_period where grain = 'month' $$, 'two months');

-- The longest waits have a bucket; a rate has the digits that it always had, whatever the scale of its sum.
select fixture.forget();
select fixture.chat('c1', 'ann', 'bob 2026-03-01 answered=10:00>2036-03-01T10:00', 'last bob');
select fixture.survey(1, '2026-03-02 10:00', 4, 5, 'conversation', 'c1');
select fixture.survey(2, '2026-03-02 10:00', 4, 5, 'conversation', 'c1');
select fixture.survey(3, '2026-03-02 10:00', 5, 5, 'conversation', 'c1');
select fixture.settle('2037-01-01');
select is(fixture.rows($$ select answered_rounds, slow_rounds, replied from rollup.agent_period where grain = 'month' and agent = 'bob' $$),
          '1 1 1', 'ten years are a wait as well');
select is((select value::text from merit.agent_month_metric where agent = 'bob' and metric = 'csat' and month = '2026-03-01'),
          (select (sum(c) / 3)::text from unnest(array[75, 75, 100]::numeric(38, 20)[]) c), '250 / 3 to the 20th decimal');

-- Rates of the orders created in the period: of bob's four one is flagged, and of the other three two are paid in time. cat's is flagged.
select fixture.forget();
update ref.rule_set set sales_net = false;
select fixture.order('v' || n, 'ann', 'created 2026-03-0' || n || ' 10:00 amount=10 agent=bob', l)
  from (values (1, 'paid 2026-03-05 10:00 amount=10'), (2, 'paid 2026-03-05 10:00 amount=10'), (3, 'paid 2026-03-05 10:00 amount=9'),
               (4, 'updated 2026-03-05 10:00 flagged=yes')) as o(n, l);
select fixture.order('v5', 'cid', 'created 2026-03-05 10:00 amount=10 agent=cat flagged=yes', 'paid 2026-03-05 10:00 amount=10');
select fixture.settle();
select is(fixture.rows($$ select agent, metric, round(value, 4) as v from merit.agent_month_metric
                           where metric ~ '_order_rate$' order by 1, 2 $$),
          'bob abnormal_order_rate 0.25, bob paid_order_rate 0.6667, bob valid_order_rate 0.75, '
          'cat abnormal_order_rate 1, cat paid_order_rate null, cat valid_order_rate 0', 'rates of orders');
select fixture.order('v4', 'ann', 'updated 2026-03-06 10:00 flagged=no');
select fixture.settle();
select is(fixture.rows($$ select metric, round(value, 4) as v from merit.agent_month_metric
                           where agent = 'bob' and metric ~ '_order_rate$' order by 1 $$),
          'abnormal_order_rate 0, paid_order_rate 0.5, valid_order_rate 1', 'a flag taken back');

-- An order with very many payments: of 1, 2, … 60, 1830 together, on two days; the refund takes the last of them.
select fixture.forget();
select fixture.order('m1', 'ann', 'created 2026-03-02 10:00 amount=5 agent=bob', 'refunded 2026-03-05 10:00 amount=7');
select fixture.order('m1', 'ann', format('paid 2026-03-%s 11:%s amount=%s', 2 + n / 31, lpad((n % 31)::text, 2, '0'), n))
  from generate_series(1, 60) n;
select fixture.settle();
select is(fixture.rows($$ select start, orders_created, payments, gross_sales, refunded, refunded_orders, refund_ms
                            from rollup.agent_period order by grain, start $$),
          '2026-03-02 1 30 465 0 1 255540000, 2026-03-03 0 30 1365 7 0 0, 2026-03-01 1 60 1830 7 1 255540000',
          'very many payments have their lines');
select is(fixture.rows($$ select start, orders, in_time, payments, amount from settled.buyer order by grain, start $$),
          '2026-03-02 1 1 30 465, 2026-03-03 0 0 30 1365, 2026-03-01 1 1 60 1830', 'and their buyer');
select fixture.order('m1', 'ann', 'updated 2026-03-06 10:00 flagged=yes');
select fixture.settle();
select is(fixture.rows($$ select start, orders_created, orders_flagged, payments, gross_sales from rollup.agent_period order by grain, start $$),
          '2026-03-02 1 1 0 0, 2026-03-01 1 1 0 0', 'flagged, none of them counts');

select * from finish();
rollback;
