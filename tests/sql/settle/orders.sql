-- settle.orders_of, what follows from an order's own events: head, payments, in-time payment, refunds; settle.purchases.
begin;
\ir ../fixture.psql
select plan(62);

create function pg_temp.of(order_id text, columns text) returns text language plpgsql as $$
begin
    return fixture.rows(format('select %s from settle.orders_of(array[%L])', columns, order_id));
end $$;

-- Nothing, and something that counts nowhere.
select is(pg_temp.of('none', '*'), null, 'no event, no order');
select is((select count(*) from settle.orders_of(null)), 0::bigint, 'nothing asked, nothing answered');
select fixture.order('orphan', 'ann', 'paid 2026-03-02 10:00 amount=5', 'refunded 2026-03-02 11:00 amount=2');
select is(pg_temp.of('orphan', 'customer, created_at, created_day, amount, flagged, credit, in_time_paid, payment_amounts, '
          'payment_refunded'),
          'null null null null false null false [5.00] [2.00]', 'without created: no customer, no credit; its payments are kept');
select fixture.order('off', 'ann', 'cancelled 2026-03-02 10:00');
select is(pg_temp.of('off', 'created_at, paid_at, payment_days, credit'), 'null null null null', 'cancelled changes no number');

-- The head is the earliest created; amount, agent and flag are as they were stated last.
select fixture.order('o1', 'ann', 'created 2026-03-03 09:00 amount=70 agent=cat', 'created 2026-03-02 10:00 amount=100 agent=bob');
select fixture.order('o1', 'cid', 'created 2026-03-04 10:00 amount=30 agent=dan');
select is(pg_temp.of('o1', $$ customer = fixture.customer('ann') as c, created_at, created_day, amount, credit, flagged $$),
          'true 2026-03-02T10:00:00+00:00 2026-03-02 30 dan false', 'customer and creation of the earliest');
select fixture.order('o1', 'cid', 'created 2026-03-05 10:00 amount=30 flagged=yes');
select is(pg_temp.of('o1', 'amount, credit, flagged'), '30 dan true', 'who is credited with a flagged order is known');
select fixture.order('o2', 'ann', 'created 2026-03-02 10:00 amount=1 agent=late hash=0',
                     'created 2026-03-02 10:00 amount=2 agent=early hash=-1');
select is(pg_temp.of('o2', 'amount, credit'), '1 late', 'at one time the greater hash is the last, as unsigned');
select fixture.order('o3', 'ann', 'created 2026-03-02 10:00 amount=1', 'paid 2026-03-02 10:00 amount=1 flagged=yes');
select is(pg_temp.of('o3', 'flagged'), 'false', 'only a created flags');

-- Updates state what they state, and leave the rest as it was.
select fixture.order('s1', 'ann', 'updated 2026-03-03 10:00 amount=80', 'paid 2026-03-04 10:00 amount=80');
select is(pg_temp.of('s1', 'customer, created_at, amount, credit, in_time_paid'), 'null null null null false', 'an update makes no order');
select fixture.order('s1', 'ann', 'created 2026-03-02 10:00 amount=100 agent=bob', 'updated 2026-03-01 10:00 amount=7 agent=eve flagged=yes');
select is(pg_temp.of('s1', 'created_day, amount, credit, flagged, in_time_paid'), '2026-03-02 80 bob true true',
          'the price was lowered; what is stated before the creation is stated earlier');
select fixture.order('s1', 'ann', 'updated 2026-03-05 10:00 flagged=no');
select is(pg_temp.of('s1', 'amount, credit, flagged, in_time_paid'), '80 bob false true', 'a flag is taken back');
select fixture.order('s1', 'ann', 'updated 2026-03-06 10:00 amount=120');
select is(pg_temp.of('s1', 'amount, credit, flagged, in_time_paid'), '120 bob false false', 'a higher price is not paid yet');
select fixture.order('s1', 'ann', 'paid 2026-03-09 10:00 amount=40');
select is(pg_temp.of('s1', 'amount, in_time_paid, payment_amounts'), '120 true [80.00,40.00]', 'now it is');
select fixture.order('s1', 'ann', 'updated 2026-03-20 10:00 agent=cat', 'refunded 2026-03-21 10:00 amount=5');
select is(pg_temp.of('s1', 'amount, credit'), '120 cat', 'another agent');
select fixture.order('s2', 'ann', 'updated 2026-03-02 10:00 amount=2 hash=-9', 'created 2026-03-02 10:00 amount=1 hash=9');
select is(pg_temp.of('s2', 'amount'), '2', 'at one time an update comes after the creation, whatever their hashes');

-- A deadline of its own takes the place of created_at + 7 × 24 h, be it earlier or later.
select fixture.order('d1', 'ann', 'created 2026-03-02 10:00 amount=100 pay_due=2026-03-03T10:00', 'paid 2026-03-03 10:00 amount=100');
select is(pg_temp.of('d1', 'in_time_paid'), 'true', 'the deadline itself is in time');
select fixture.order('d2', 'ann', 'created 2026-03-02 10:00 amount=100 pay_due=2026-03-03T10:00', 'paid 2026-03-03 10:00:00.001 amount=100');
select is(pg_temp.of('d2', 'in_time_paid'), 'false', 'a millisecond later is not, though within a week');
select fixture.order('d2', 'ann', 'updated 2026-03-04 10:00 pay_due=2026-03-04T10:00');
select is(pg_temp.of('d2', 'in_time_paid, amount'), 'true 100', 'put off, even afterwards');
select fixture.order('d3', 'ann', 'created 2026-03-02 10:00 amount=100 pay_due=2026-03-24T23:59', 'paid 2026-03-02 10:05 amount=30',
                     'paid 2026-03-20 10:00 amount=70', 'updated 2026-03-21 10:00 agent=bob');
select is(pg_temp.of('d3', 'in_time_paid, credit'), 'true bob', 'a deposit, and the balance 18 days later');
update ref.rule_set set order_pay_days = 0;
select is(pg_temp.of('d3', 'in_time_paid'), 'true', 'the rule is for orders without a deadline');
update ref.rule_set set order_pay_days = 7;
select fixture.order('d4', 'ann', 'updated 2026-03-02 10:00 pay_due=2026-03-24T23:59', 'paid 2026-03-02 10:05 amount=30');
select is(pg_temp.of('d4', 'in_time_paid'), 'false', 'a deadline makes no order');

-- An order that is excluded has no settled row: it counts for no rate either. So have those of an excluded customer.
insert into fact.exclusion (kind, reference, credit_to, reason, excluded_at, excluded_by) values
('order', 's2', null, 'brushing', '2026-04-01Z', 'lea'), ('credit', 's1', 'dan', 'wrong link', '2026-04-01Z', 'lea');
select is(pg_temp.of('s2', '*'), null, 'excluded');
select is(pg_temp.of('s1', 'credit'), 'dan', 'a credit given to another agent stays, whatever was stated');
update fact.exclusion set ended_at = '2026-04-02Z', ended_by = 'lea', ended_reason = 'as it was';
select is(pg_temp.of('s2', 'amount') || pg_temp.of('s1', 'credit'), '2cat', 'and back');

-- Paid in time: there are payments up to created_at + 7 × 24 h, to the millisecond, and they make up the amount.
select fixture.order('in time', 'ann', 'created 2026-03-02 10:00:00.001 amount=100', 'paid 2026-03-09 10:00:00.001 amount=100');
select is(pg_temp.of('in time', 'in_time_paid'), 'true', 'the limit itself is in time');
select fixture.order('too late', 'ann', 'created 2026-03-02 10:00:00.001 amount=100', 'paid 2026-03-09 10:00:00.002 amount=100');
select is(pg_temp.of('too late', 'in_time_paid, paid_at, payment_amounts'), 'false 2026-03-09T10:00:00.002+00:00 [100.00]',
          'a millisecond later is not, but paid');
select fixture.order('parts', 'ann', 'created 2026-03-02 10:00 amount=100', 'paid 2026-03-03 10:00 amount=60.01',
                     'paid 2026-03-09 10:00 amount=39.99');
select is(pg_temp.of('parts', 'in_time_paid, paid_day, payment_days, payment_amounts'),
          'true 2026-03-03 ["2026-03-03","2026-03-09"] [60.01,39.99]', 'instalments add up, each on its day');
select fixture.order('less', 'ann', 'created 2026-03-02 10:00 amount=100', 'paid 2026-03-03 10:00 amount=60.01',
                     'paid 2026-03-09 10:00 amount=39.98',
                     'paid 2026-03-09 10:00:00.001 amount=500');
select is(pg_temp.of('less', 'in_time_paid'), 'false', 'a cent less does not, whatever follows');
select fixture.order('free', 'ann', 'created 2026-03-02 10:00 amount=0');
select is(pg_temp.of('free', 'in_time_paid'), 'false', 'nothing to pay, but no payment');
select fixture.order('free paid', 'ann', 'created 2026-03-02 10:00 amount=0', 'paid 2026-03-02 10:00 amount=0');
select is(pg_temp.of('free paid', 'in_time_paid'), 'true', 'a payment of nothing is one');
select fixture.order('before', 'ann', 'created 2026-03-02 10:00 amount=9', 'paid 2026-03-01 10:00 amount=9');
select is(pg_temp.of('before', 'in_time_paid, paid_day'), 'true 2026-03-01', 'a payment that came first is in time');
update ref.rule_set set order_pay_days = 0;
select is(pg_temp.of('free paid', 'in_time_paid') || pg_temp.of('in time', 'in_time_paid'), 'truefalse', 'the limit is a rule');
update ref.rule_set set order_pay_days = 7;

-- Refunds in event order consume the payments from the last to the first. Payments 60 (3rd) and 40 (5th).
-- 30 (6th) takes 30 of the 40; 20 (7th) its last 10 and 10 of the 60; 70 (8th) the 50 left, and 20 too much.
select fixture.order('r1', 'ann', 'created 2026-03-02 10:00 amount=100', 'paid 2026-03-03 10:00 amount=60',
                     'paid 2026-03-05 10:00 amount=40');
select is(pg_temp.of('r1', 'payment_refunded, refund_excess, refund_ms'), '[0,0] 0 null', 'no refund');
select fixture.order('r1', 'ann', 'refunded 2026-03-06 10:00 amount=30');
select is(pg_temp.of('r1', 'payment_refunded, refund_excess'), '[0,30.00] 0', 'of the last first');
select fixture.order('r1', 'ann', 'refunded 2026-03-07 10:00 amount=20');
select is(pg_temp.of('r1', 'payment_refunded, refund_excess'), '[10.00,40.00] 0', 'then of the one before');
select fixture.order('r1', 'ann', 'refunded 2026-03-08 10:00 amount=70');
select is(pg_temp.of('r1', 'payment_refunded, refund_excess'), '[60.00,40.00] 20', 'what is left over is excess');
select is(pg_temp.of('r1', 'refund_ms'), (3 * 86400000)::text, 'the first refund came three days after the first payment');

-- In time: no later than 15 × 24 h after that payment. Payments on the 1st and the 10th; a refund on the 20th is in time for
-- the second one alone, yet takes of both.
select fixture.order('r2', 'ann', 'created 2026-03-01 09:00 amount=100', 'paid 2026-03-01 10:00 amount=60',
                     'paid 2026-03-10 10:00 amount=40',
                     'refunded 2026-03-20 10:00 amount=50');
select is(pg_temp.of('r2', 'payment_refunded, refund_excess, refund_ms'), '[0,40.00] 0 null', 'each payment has its own limit');
-- 10 and 30 of the second refund are taken of the second payment, in time until 11:00; its other 10 of the first, in time until 10:00.
select fixture.order('r3', 'ann', 'created 2026-03-01 09:00 amount=100', 'paid 2026-03-01 10:00 amount=60',
                     'paid 2026-03-01 11:00 amount=40',
                     'refunded 2026-03-16 10:30 amount=10', 'refunded 2026-03-16 10:45 amount=40');
select is(pg_temp.of('r3', 'payment_refunded'), '[0,40.00]', 'one refund may be in time for one payment and late for another');
select fixture.order('r4', 'ann', 'created 2026-03-01 09:00 amount=10', 'paid 2026-03-01 10:00 amount=10',
                     'refunded 2026-03-16 10:00 amount=10');
select is(pg_temp.of('r4', 'payment_refunded, refund_ms'), '[10.00] ' || 15 * 86400000, 'the limit itself is in time');
select fixture.order('r5', 'ann', 'created 2026-03-01 09:00 amount=10', 'paid 2026-03-01 10:00 amount=10',
                     'refunded 2026-03-16 10:00:00.001 amount=10');
select is(pg_temp.of('r5', 'payment_refunded, refund_ms, refund_excess'), '[0] null 0',
          'a millisecond later is not, nor is it excess');
select fixture.order('r6', 'ann', 'created 2026-03-01 09:00 amount=10', 'paid 2026-03-01 10:00 amount=10',
                     'refunded 2026-03-01 09:30 amount=4',
                     'refunded 2026-03-02 10:00 amount=1');
select is(pg_temp.of('r6', 'payment_refunded, refund_ms'), '[5.00] null',
          'one before the payment takes of it; its delay is none, and it was the first');
select fixture.order('r7', 'ann', 'created 2026-03-01 09:00 amount=10', 'refunded 2026-03-01 09:30 amount=4');
select is(pg_temp.of('r7', 'payment_refunded, refund_excess, refund_ms'), 'null 4 null', 'without a payment all is excess');
select fixture.order('r8', 'ann', 'created 2026-03-01 09:00 amount=10', 'paid 2026-03-01 10:00 amount=10',
                     'refunded 2026-03-01 10:00 amount=10');
select is(pg_temp.of('r8', 'refund_ms'), '0', 'at once: no delay is one of 0');
-- Two payments at one time: the one with the greater hash is the last.
select fixture.order('r9', 'ann', 'created 2026-03-01 09:00 amount=10', 'paid 2026-03-01 10:00 amount=6 hash=-5',
                     'paid 2026-03-01 10:00 amount=4 hash=5',
                     'refunded 2026-03-02 10:00 amount=5');
select is(pg_temp.of('r9', 'payment_amounts, payment_refunded'), '[6.00,4.00] [1.00,4.00]', 'at one time by hash');
update ref.rule_set set refund_days = 0;
select is(pg_temp.of('r8', 'payment_refunded, refund_ms') || ' ' || pg_temp.of('r4', 'payment_refunded, refund_ms'),
          '[10.00] 0 [0] null', 'the limit is a rule');
update ref.rule_set set refund_days = 15;

-- Any order of arrival gives the same, and so does asking for many at once.
select fixture.order('r1x', 'ann', 'refunded 2026-03-08 10:00 amount=70', 'paid 2026-03-05 10:00 amount=40',
                     'refunded 2026-03-06 10:00 amount=30');
select fixture.order('r1x', 'ann', 'refunded 2026-03-07 10:00 amount=20', 'created 2026-03-02 10:00 amount=100',
                     'paid 2026-03-03 10:00 amount=60');
select is(pg_temp.of('r1x', 'amount, in_time_paid, payment_days, payment_amounts, payment_refunded, refund_excess, refund_ms'),
          pg_temp.of('r1', 'amount, in_time_paid, payment_days, payment_amounts, payment_refunded, refund_excess, refund_ms'),
                     'in any order');
select is((select count(*) from settle.orders_of(array['r1', 'r2', 'r1', 'none'])), 2::bigint, 'each order named once');
select is(fixture.rows($$ select order_id, credit from settle.orders_of(array['r1', 'o2', 'o1']) order by 1 $$),
          'o1 dan, o2 late, r1 (silent)', 'nobody answered: (silent)');

-- What an order adds to its buyer: itself in the periods of its creation, its payments in theirs.
select fixture.order('b1', 'ann', 'created 2026-02-28 10:00 amount=100 agent=bob', 'paid 2026-02-28 11:00 amount=60',
                     'paid 2026-03-02 10:00 amount=40',
                     'refunded 2026-03-03 10:00 amount=50');
create function pg_temp.purchases(order_id text, net boolean) returns text language sql as $$
    update ref.rule_set set sales_net = net;
    delete from settled.orders;
    insert into settled.orders select * from settle.orders_of(array[order_id]);
    select fixture.rows('select agent, grain, start, sum(orders), sum(in_time), sum(payments), sum(amount)
                           from settled.purchase group by 1, 2, 3 order by 2, 3')
$$;
select is(pg_temp.purchases('b1', false),
          'bob day 2026-02-28 1 1 1 60, bob day 2026-03-02 0 0 1 40, bob month 2026-02-01 1 1 1 60, bob month 2026-03-01 0 0 1 40',
          'by day and month');
select is(pg_temp.purchases('b1', true),
          'bob day 2026-02-28 1 1 1 50, bob day 2026-03-02 0 0 1 0, bob month 2026-02-01 1 1 1 50, bob month 2026-03-01 0 0 1 0',
          'net: without what was refunded (40 of the last, 10 of the first)');
select is(pg_temp.purchases('orphan', false), null, 'an order without created adds nothing');
select is(pg_temp.purchases('o1', false), null, 'nor does a flagged one');
select is(pg_temp.purchases('r7', false), '(silent) day 2026-03-01 1 0 0 0, (silent) month 2026-03-01 1 0 0 0',
          'one unpaid is an order');

-- The business day of an event is that of the shop: the daemon sends it, and orders keep it.
select from fixture.write(order_events => array[
    row('z', 1, 'created', '2026-03-01 23:00Z', '2026-03-02', fixture.customer('ann'), 900, null, null, null, null),
    row('z', 2, 'paid', '2026-03-02 23:00Z', '2026-03-03', null, 900, null, null, null, null)]::ingest.order_event_row[]);
select is(pg_temp.of('z', 'created_day, paid_day, payment_days'), '2026-03-02 2026-03-03 ["2026-03-03"]', 'days as sent');

-- settle.orders_touched: which settled orders a contact day can touch (window of 2 days: on it or the day after).
select fixture.order('t1', 'tom', 'created 2026-04-02 10:00 amount=1', 'paid 2026-04-06 10:00 amount=1');
select fixture.settle();
select is(fixture.rows($$ select d::date, settle.orders_touched(array[fixture.customer('tom')], array[d::date]) as o
                            from generate_series(timestamp '2026-03-31', '2026-04-08', '1 day') d $$),
          '2026-03-31 null, 2026-04-01 ["t1"], 2026-04-02 ["t1"], 2026-04-03 ["t1"], 2026-04-04 ["t1"], 2026-04-05 ["t1"], '
          '2026-04-06 ["t1"], 2026-04-07 null, 2026-04-08 null', 'the window before its creation, and up to its payment');
select is(settle.orders_touched(array[fixture.customer('sue')], array[date '2026-04-02']), null, 'of another customer none');
select is(settle.orders_touched(null, null), null, 'of no contact none');

-- The distinct customers of a team follow from buyers: who they are marks the month, though no sum of the agent changes.
create function pg_temp.marked() returns text language plpgsql as $$
declare
    marks text := fixture.rows('select distinct since, until, agents from score.stale');
begin
    delete from score.stale;
    return marks;
end $$;
select fixture.order('w1', 'tom', 'created 2026-05-06 10:00 amount=1 agent=bob');
select fixture.settle(), pg_temp.marked();
create temporary table sums as select r::text from rollup.agent_period r;
select fixture.order('w1', 'sue', 'created 2026-05-06 09:00 amount=1 agent=bob');
select fixture.settle();
select set_eq('select r::text from rollup.agent_period r', 'select r from sums', 'an order turns out to be another customer''s');
select is(pg_temp.marked(), '2026-05-01 2026-05-01 ["bob"]', 'settled');
update settled.buyer set customer = fixture.customer('tom') where start >= '2026-05-01';
select pg_temp.marked();
select fixture.mend('day', '{2026-05-06}'), fixture.mend('month', '{2026-05-01}');
select is(fixture.rows('select grain, customer = fixture.customer(''sue'') as right from settled.buyer where start >= ''2026-05-01'' order by 1'),
          'day true, month true', 'one is put right');
select is(pg_temp.marked(), '2026-05-01 2026-05-01 ["bob"]', 'in a rebuild');

select * from finish();
rollback;
