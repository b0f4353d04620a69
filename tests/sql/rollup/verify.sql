-- rollup.verify finds every kind of tampering, rollup.rebuild mends it; rollup.difference, orders_of_days, tickets_of_days, portions.
begin;
\ir ../fixture.psql
select plan(100);

-- A shop with a bit of everything around the end of February.
select fixture.chat('c1', 'ann', 'bob 2026-02-28 answered=10:00>10:01 unanswered=11:00',
                    'cat 2026-03-01 messages=0/1 agent_at=09:00..09:00', 'last bob');
select fixture.chat('c2', 'cid', 'bob 2026-03-02 answered=10:00>10:01',
                    'bob 2026-03-02 unanswered=11:00 messages=1/0 after=2026-03-03T11:00');
select fixture.order('o1', 'ann', 'created 2026-02-28 11:00 amount=100', 'paid 2026-03-01 10:00 amount=60',
                     'paid 2026-03-01 10:00 amount=40', 'refunded 2026-03-02 10:00 amount=5');
select fixture.order('o2', 'cid', 'created 2026-03-02 11:00 amount=10');
select fixture.ticket('t1', 'created 2026-02-28 10:00 category=complaint agent=bob', 'replied 2026-02-28 11:00 agent=cat',
                      'resolved 2026-03-09 10:00 sla_met=yes');
select fixture.survey(1, '2026-03-02 10:00', 4, 5, 'conversation', 'c1', dimension => 'speed');
select fixture.settle('2026-05-01');
create temporary table right_one as select fixture.settled() as everything;
select is(fixture.differences(), null, 'all is right');
select is((select bool_and(n > 20) from (select count(*) as n from rollup.measure group by grain) g), true,
          'and there is something to be wrong');

-- What is found after a change: object.column, each once; then mended.
create function pg_temp.found(tampering text, from_day date default '2026-02-01', to_day date default '2026-04-01')
returns text language plpgsql as $$
declare answer text;
begin
    execute tampering;
    select string_agg(distinct v.object || '.' || v."column", ' ') into answer from rollup.verify(from_day, to_day) v;
    return coalesce(answer, 'nothing');
end $$;
create function pg_temp.mended() returns boolean language plpgsql as $$
begin
    perform fixture.rebuild('2026-02-01', '2026-04-01');
    return fixture.settled() = (select everything from right_one) and fixture.differences() is null;
end $$;
create temporary table tampering (place integer generated always as identity, what text, sql text, found text);
insert into tampering (what, sql, found) values
-- A change of a settled row is found in it, and where it no longer makes the sums of its day.
('a contact''s count', 'update settled.contact set agent_messages = agent_messages + 1 where day = ''2026-02-28''',
 'rollup.agent_period.agent_messages settled.contact.agent_messages'),
('two sums of it', 'update settled.contact set first_waits_ms = ''{7,8}'' where day = ''2026-02-28''',
 'rollup.agent_period.first_response_ms rollup.agent_period.first_responses%settled.contact.first_waits_ms'),
('an inquiry', 'update settled.contact set inquirers = 1, ordered = 1, paid = 1 where agent = ''cat''',
 '%settled.contact.inquirers settled.contact.ordered settled.contact.paid'),
('its waits', 'update settled.contact set waits_ms = ''{7}'' where day = ''2026-03-02''',
 'rollup.agent_period.response_ms%rollup.agent_period.waits %settled.contact.waits_ms'),
('a contact too few', 'delete from settled.contact where agent = ''cat''',
 '%settled.contact.agent settled.contact.agent_messages settled.contact.asked_hours %settled.contact.customer %'),
('a contact too many', 'insert into settled.contact
                        select (jsonb_populate_record(c, ''{"agent": "eve"}'')).* from settled.contact c where agent = ''cat''',
 '%settled.contact.agent settled.contact.agent_messages%'),
('an order''s credit', 'update settled.orders set credit = ''eve'' where order_id = ''o1''',
 'rollup.%settled.buyer.agent%settled.orders.credit%'),
('its payment in time', 'update settled.orders set in_time_paid = false where order_id = ''o1''',
 'rollup.agent_period.orders_paid settled.buyer.in_time settled.contact.paid settled.orders.in_time_paid'),
('who assisted', 'update settled.orders set assists = null where order_id = ''o1''',
 'rollup.agent_period.assisted%settled.orders.assists'),
('a payment''s amount', 'update settled.orders set payment_amounts[1] = 61 where order_id = ''o1''',
 'rollup.agent_period.assisted rollup.agent_period.gross_sales settled.buyer.amount settled.orders.payment_amounts'),
('refunds beyond it', 'update settled.orders set refund_excess = 1 where order_id = ''o1''', 'settled.orders.refund_excess'),
('an order too few', 'delete from settled.orders where order_id = ''o2''', '%settled.orders.order_id%'),
('an order too many', 'insert into settled.orders
                       select (jsonb_populate_record(o, ''{"order_id": "o9"}'')).* from settled.orders o where order_id = ''o1''',
 '%settled.buyer.%settled.orders.order_id%'),
('an order too many, never created', 'insert into settled.orders (order_id, flagged, in_time_paid, refund_excess)
                                      values (''o8'', false, false, 0)', '%settled.orders.order_id%'),
('a buyer', 'update settled.buyer set orders = orders + 1 where grain = ''day'' and start = ''2026-02-28''',
 'settled.buyer.orders'),
('a buyer too few', 'delete from settled.buyer where grain = ''month'' and payments > 0',
 'rollup.agent_period.buyers%settled.buyer.agent%'),
('a buyer too many', 'insert into settled.buyer select ''eve'', customer, grain, start, orders, in_time, payments, '
 'amount from settled.buyer where payments > 0', 'rollup.agent_period.agent%settled.buyer.agent%'),
('a ticket''s agent', 'update settled.ticket set agent = ''eve''', 'rollup.agent_period.agent%settled.ticket.agent'),
('a ticket overdue', 'update settled.ticket set overdue = false', 'rollup.agent_period.agent%settled.ticket.overdue'),
('a ticket too few', 'delete from settled.ticket', '%settled.ticket.ticket'),
('a ticket too many', 'insert into settled.ticket (ticket, agent, due_agent, overdue) values (''t9'', ''eve'', ''eve'', false)',
 'settled.ticket.agent settled.ticket.category%settled.ticket.ticket'),
('a survey''s agent', 'update settled.survey set agent = ''eve''', 'rollup.agent_period.agent%settled.survey.agent'),
('a survey''s score', 'update settled.survey set csat = 1', 'rollup.agent_period.csat_sum rollup.dimension_period.csat_sum settled.survey.csat'),
('a survey''s day', 'update settled.survey set day = ''2026-03-20''', 'rollup.agent_period.%settled.survey.day%'),
('a survey too few', 'delete from settled.survey', '%settled.survey.hash'),
('a survey too many', 'insert into settled.survey values (9, ''eve'', ''2026-03-02'', 5)',
 'rollup.%settled.survey.agent settled.survey.csat settled.survey.day%settled.survey.hash'),
('a dimension''s day', 'update rollup.dimension_period set csat_sum = csat_sum + 1 where grain = ''day''',
 'rollup.dimension_period.csat_sum'),
('a dimension''s month', 'update rollup.dimension_period set surveys = surveys + 1 where grain = ''month''',
 'rollup.dimension_period.surveys'),
('a dimension too few', 'delete from rollup.dimension_period', 'rollup.dimension_period.agent%rollup.dimension_period.surveys'),
('a dimension too many', 'insert into rollup.dimension_period
                          select r.grain, r.start, ''eve'', r.dimension, 1, 5 from rollup.dimension_period r',
 'rollup.dimension_period.agent%rollup.dimension_period.surveys'),
('a survey''s dimension', 'update settled.survey set dimension = ''tone''',
 'rollup.dimension_period.agent%rollup.dimension_period.dimension%settled.survey.dimension'),
('a day''s sum', 'update rollup.agent_period set contacts = contacts + 1 where grain = ''day'' and agent = ''cat'' ',
 'rollup.agent_period.contacts'),
('a day''s row too few', 'delete from rollup.agent_period where grain = ''day'' and gross_sales > 0',
 'rollup.agent_period.agent rollup.agent_period.agent_messages%rollup.agent_period.gross_sales%'),
('a day''s row of 0', 'insert into rollup.agent_period (grain, start, agent) values (''day'', ''2026-03-02'', ''eve'')',
 'rollup.agent_period.agent%rollup.agent_period.contacts%'),
('a month''s sum', 'update rollup.agent_period set orderers = orderers + 1 where grain = ''month'' and start = ''2026-02-01'' ',
 'rollup.agent_period.orderers'),
('a month''s histogram', 'update rollup.agent_period set waits = 0 where grain = ''month'' ', 'rollup.agent_period.waits'),
('a month''s row too few', 'delete from rollup.agent_period where grain = ''month'' and start = ''2026-02-01'' ',
 'rollup.agent_period.agent rollup.agent_period.agent_messages%'),
('a month''s row too many', 'insert into rollup.agent_period (grain, start, agent, contacts) values (''month'', ''2026-03-01'', ''eve'', 1)',
 'rollup.agent_period.agent%rollup.agent_period.contacts%');
create function pg_temp.check(t tampering) returns setof text language plpgsql as $$
declare found text := pg_temp.found(t.sql);
begin
    return next alike(found, t.found, t.what || ' is found');
    return next ok(pg_temp.mended(), t.what || ' is mended');
end $$;
select pg_temp.check(t) from tampering t order by place;
select is((select everything from right_one), fixture.settled(), 'all of it is mended');

-- Facts that nothing was settled from.
select is(pg_temp.found($$ update fact.contact_part set agent_messages = 9 where agent = 'cat' $$),
          'settled.contact.agent_messages', 'a fact that was never settled');
select is(pg_temp.found($$ select $$, '2026-02-01', '2026-03-01'), 'nothing',
          'days are half-open: the 1st of March is no part of February');
select is(pg_temp.found($$ select $$, '2026-03-01', '2026-03-02'), 'settled.contact.agent_messages', 'but of its own day');
select is(pg_temp.found($$ select $$, '2026-03-02', '2026-04-01'), 'nothing', 'nor of the rest');
update fact.contact_part set agent_messages = 1 where agent = 'cat';
select is(fixture.differences(), null, 'right again');

-- What it answers, whole.
update settled.contact set unanswered = unanswered + 1 where agent = 'bob' and day = '2026-02-28';
select is(fixture.rows($$ select * from rollup.verify('2026-02-28', '2026-03-01') v order by v.object desc $$),
          format('settled.contact %s 2026-02-28 bob unanswered 2 1, rollup.agent_period day 2026-02-28 bob unanswered_rounds 1 2',
                 fixture.customer('ann')),
                     'object, key, column, stored, fresh');
select fixture.rebuild('2026-03-01', '2026-04-01');
select isnt(fixture.differences(), null, 'made anew is only what was asked for');
select fixture.rebuild('2026-02-28', '2026-03-01');
select is(fixture.differences(), null, 'now all');
select is((select everything from right_one), fixture.settled(), 'as it was');

-- A roll-up is never made by adding to what is wrong: the month of one mended day is right as a whole.
update rollup.agent_period set contacts = 1000, answered_rounds = 7 where grain = 'month';
select fixture.rebuild('2026-02-10', '2026-02-11');
select is(fixture.rows($$ select distinct v.object, v.key ~ '^month 2026-03' as march from rollup.verify('2026-02-01',
          '2026-04-01') v $$), 'rollup.agent_period true',
          'a day''s rebuild makes its month anew');
select fixture.rebuild('2026-03-31', '2026-04-01');
select is((select everything from right_one), fixture.settled(), 'and the last day of March that of March');

-- The calculation is as of the stored instant, not of now.
select fixture.settle('2026-03-03 11:00');
select is(fixture.differences(), null, 'as of the last settlement');
select is((select unanswered from settled.contact where customer = fixture.customer('cid')), 0,
          'at which the question still waited');
select fixture.rebuild('2026-02-01', '2026-04-01');
select is(fixture.differences(), null, 'for a rebuild, too');
select is((select unanswered from settled.contact where customer = fixture.customer('cid')), 0, 'it waits');

-- rollup.difference, orders_of_days, tickets_of_days.
select is(fixture.rows($$ select * from rollup.difference('o', 'k', '{"a": 1, "b": null, "c": [1]}',
          '{"a": 2, "b": null, "c": [1]}') $$), 'o k a 1 2', 'a column');
select is(fixture.rows($$ select * from rollup.difference('o', 'k', null, '{"a": 2, "b": null}') order by 3 $$),
          'o k a null 2, o k b null null', 'a row that is missing, each column');
select is(fixture.rows($$ select array(select unnest(rollup.orders_of_days('2026-03-02', '2026-03-03')) order by 1) $$),
          '["o1","o2"]', 'orders with an event in the days');
select is(fixture.rows($$ select rollup.orders_of_days('2026-03-01', '2026-03-02'), rollup.orders_of_days('2026-03-03',
          '2026-03-09') $$), '["o1"] null', 'and without');
select is(fixture.rows($$ select rollup.tickets_of_days('2026-02-28', '2026-03-01'), rollup.tickets_of_days('2026-03-09',
          '2026-03-10'), rollup.tickets_of_days('2026-03-01', '2026-03-07'), rollup.tickets_of_days('2026-03-01', '2026-03-06') $$),
          '["t1"] ["t1"] ["t1"] null', 'tickets by event, and by the day they are due');

-- A large shop is compared day by day, a small one month by month: 60,000 facts on each of two days of March, and one in February.
select fixture.forget();
insert into fact.order_event (order_id, hash, type, at, day)
select 'large', 100000 * (d - date '2026-01-01') + n, 'updated', d, d
  from (values (date '2026-02-27', 1), ('2026-02-28', 1), ('2026-03-01', 60000), ('2026-03-02', 60000)) as v(d, most)
 cross join generate_series(1, most) n;
create or replace function rollup.verify_days(from_day date, to_day date)
returns table (object text, key text, "column" text, stored text, fresh text) language plpgsql as $$
begin
    perform set_config('test.asked', concat_ws(', ', nullif(current_setting('test.asked', true), ''), from_day || ' ' || to_day), true);
end $$;
do $$ begin perform from rollup.verify('2026-01-01', '2026-07-01'); end $$;
select is((select string_agg(a, ', ' order by a) from string_to_table(current_setting('test.asked'), ', ') a),
          '2026-02-27 2026-03-01, 2026-03-01 2026-03-02, 2026-03-02 2026-03-03', 'so many facts at once');

select * from finish();
rollback;
