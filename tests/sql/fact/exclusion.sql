-- Exclusions, credits handed over, appeals, and drift, on real facts through the real settling.
begin;
\ir ../period/fixture.psql
\ir ../../../sql/merit/agent_month_metric.sql
select plan(82);

-- One conversation of a customer with an agent on a day: a question at 10:00 answered after so many seconds.
create function fixture.customer(n integer) returns uuid language sql as $$ select lpad(n::text, 32, '0')::uuid $$;
create function fixture.chat(conversation text, customer integer, day date, agent text, wait integer) returns void language sql as $$
    insert into fact.conversation (conversation, version, customer, last_agent, last_agent_at, stubs)
    values ($1, gen_random_uuid(), fixture.customer($2), $4, '-infinity', '');
    insert into fact.contact_part (customer, day, conversation, agent, counts_after, customer_messages, agent_messages, first_customer_at,
                                   agent_first_at, agent_last_at, asked, waits_ms, first_waits_ms)
    select fixture.customer($2), $3, $1, $4, '-infinity', 1, 1, t, t + w, t + w, array[t], array[$5 * 1000], array[$5 * 1000]
      from (select $3 + time '10:00' at time zone 'UTC', make_interval(secs => $5)) v (t, w);
    insert into ingest.dirty (customers, days, conversations) values (array[fixture.customer($2)], array[$3], array[$1]);
$$;
-- An order created at 12:00 and paid at 12:10, by that customer.
create function fixture.bought(order_id text, customer integer, day date, amount numeric) returns void language sql as $$
    insert into fact.order_event (order_id, hash, at, type, day, customer, amount, flagged)
    values ($1, 1, $3 + time '12:00' at time zone 'UTC', 'created', $3, fixture.customer($2), $4, false),
           ($1, 2, $3 + time '12:10' at time zone 'UTC', 'paid', $3, fixture.customer($2), $4, false);
    insert into ingest.dirty (orders) values (array[$1]);
$$;
create function fixture.value(agent text, metric text) returns numeric language sql stable as $$
    select m.value from merit.agent_month_metric m where m.month = '2025-01-01' and m.agent = $1 and m.metric = $2
$$;
create function fixture.settle() returns void language plpgsql as $$
begin
    perform settle.until_clean(merit.now());
end $$;

select fixture.chat('v1', 1, '2025-01-10', 'mei', 20), fixture.chat('v2', 2, '2025-01-11', 'mei', 540), fixture.chat('v3', 3, '2025-01-12', 'lan', 30);
select fixture.bought('o1', 1, '2025-01-10', 100), fixture.bought('o2', 3, '2025-01-12', 300), fixture.bought('o3', 2, '2025-01-11', 50);
insert into fact.ticket_event (ticket, hash, at, type, day, customer, agent) values
('t1', 1, '2025-01-11T10:00Z', 'created', '2025-01-11', fixture.customer(2), 'mei'), ('t1', 2, '2025-01-11T11:00Z', 'resolved', '2025-01-11', null, 'mei'),
('t2', 1, '2025-01-12T10:00Z', 'created', '2025-01-12', null, 'lan'), ('t2', 2, '2025-01-12T12:00Z', 'resolved', '2025-01-12', null, null);
insert into fact.survey (hash, at, day, subject, reference, agent, rating, scale) values
(77, '2025-01-11T11:00Z', '2025-01-11', 'conversation', 'v2', null, 1, 5), (78, '2025-01-11T11:00Z', '2025-01-11', 'order', 'o1', null, 5, 5),
(79, '2025-01-11T11:00Z', '2025-01-11', null, null, 'mei', 5, 5);
insert into ingest.dirty (tickets, surveys) values ('{t1,t2}', '{77,78,79}');
insert into fact.target (hash, at, agent, period, metric, value) values (1, '2025-01-01Z', 'mei', '2025-01', 'sales', 500), (2, '2025-01-01Z', 'lan', '2025-01', 'sales', 500);
select fixture.settle();

create function fixture.now() returns text language sql stable as $$
    select format('mei %s s, %s received, sales %s, %s tickets, csat %s; lan sales %s; silent %s', round(fixture.value('mei', 'response_seconds')),
                  fixture.value('mei', 'received'), fixture.value('mei', 'sales'), fixture.value('mei', 'tickets'), round(fixture.value('mei', 'csat')),
                  coalesce(fixture.value('lan', 'sales'), 0), coalesce(fixture.value('(silent)', 'sales'), 0))
$$;
create function fixture.exclude(kind text, reference text, credit_to text default null) returns bigint language plpgsql as $$
declare
    made bigint := fact.exclude($1, $2, 'test of the shop', credit_to => $3, by_person => 'zhao');
begin
    perform fixture.settle();
    return made;
end $$;
create function fixture.include_all() returns void language plpgsql as $$
begin
    perform fact.include(e.id, 'it was none') from fact.exclusion e where e.ended_at is null;
    perform fixture.settle();
end $$;
\set whole 'select is_empty($q$ select * from rollup.verify(''2025-01-01'', ''2025-02-01'') $q$, ''settled rows and roll-ups are what a fresh calculation makes'');'

select is(fixture.now(), 'mei 280 s, 2 received, sales 150.00, 1 tickets, csat 67; lan sales 300.00; silent 0', 'everything counts: (20 + 540) / 2 s, (0 + 100 + 100) / 3');
:whole

select fixture.exclude('conversation', 'v2');
select is(fixture.now(), 'mei 20 s, 1 received, sales 100.00, 1 tickets, csat 100; lan sales 300.00; silent 50.00',
          'an excluded conversation: its round, its survey, and the credit it earned');
:whole
select fixture.include_all();
select is(fixture.now(), 'mei 280 s, 2 received, sales 150.00, 1 tickets, csat 67; lan sales 300.00; silent 0', 'it counts again when that ends');
:whole

select fixture.exclude('order', 'o1');
select is(fixture.now(), 'mei 280 s, 2 received, sales 50.00, 1 tickets, csat 50; lan sales 300.00; silent 0', 'an excluded order, and its survey');
select is(fixture.value('mei', 'inquirers') || ' ' || fixture.value('mei', 'ordered'), '2 1', 'its customer has not ordered');
:whole
select fixture.include_all();

select fixture.exclude('ticket', 't1');
select is(fixture.now(), 'mei 280 s, 2 received, sales 150.00, 0 tickets, csat 67; lan sales 300.00; silent 0', 'an excluded ticket');
:whole
select fixture.exclude('survey', '77');
select is(fixture.now(), 'mei 280 s, 2 received, sales 150.00, 0 tickets, csat 100; lan sales 300.00; silent 0', 'an excluded survey');
:whole
select fixture.include_all();

select fixture.exclude('customer', fixture.customer(2)::text);
select is(fixture.now(), 'mei 20 s, 1 received, sales 100.00, 0 tickets, csat 100; lan sales 300.00; silent 0', 'an excluded customer: all of it');
:whole
-- What the customer does later is left out as well.
select fixture.chat('v4', 2, '2025-01-13', 'lan', 10), fixture.bought('o4', 2, '2025-01-13', 70);
select fixture.settle();
select is(fixture.now(), 'mei 20 s, 1 received, sales 100.00, 0 tickets, csat 100; lan sales 300.00; silent 0', 'and what comes later');
:whole
select fixture.include_all();
select is(fixture.now(), 'mei 280 s, 2 received, sales 150.00, 1 tickets, csat 67; lan sales 370.00; silent 0', 'all of it comes back');
:whole
-- A survey about the order of an excluded customer goes with it, whether or not it names its agent.
insert into fact.survey (hash, at, day, subject, reference, agent, rating, scale) values (80, '2025-01-11T11:00Z', '2025-01-11', 'order', 'o1', 'mei', 5, 5);
insert into ingest.dirty (surveys) values ('{80}');
select fixture.settle();
select fixture.exclude('customer', fixture.customer(1)::text);
select is(fixture.now(), 'mei 540 s, 1 received, sales 50.00, 1 tickets, csat 50; lan sales 370.00; silent 0', 'surveys 78 and 80 are out');
:whole
delete from fact.survey where hash = 80;
insert into ingest.dirty (surveys) values ('{80}');
select fixture.include_all();

select fixture.exclude('credit', 'o2', credit_to => 'mei');
select is(fixture.now(), 'mei 280 s, 2 received, sales 450.00, 1 tickets, csat 67; lan sales 70.00; silent 0', 'a credit handed over');
select is(fixture.value('lan', 'assisted'), 0::numeric, 'lan, who wrote before the order, assisted nothing of it');
:whole
select fixture.include_all();

-- Of an excluded customer nothing waits, blocks, or counts that came without a message or comes later.
insert into fact.conversation (conversation, version, customer, stubs) values
('v8', gen_random_uuid(), fixture.customer(8), ''), ('v9', gen_random_uuid(), fixture.customer(9), '');
insert into fact.contact_part (customer, day, conversation, agent, counts_after, customer_messages, agent_messages, first_customer_at, unanswered)
values (fixture.customer(8), '2025-01-31', 'v8', 'mei', '2026-07-01Z', 1, 0, '2025-01-31T20:00Z', array[timestamptz '2025-01-31T20:00Z']);
create function fixture.waits() returns text language sql as $$
    select concat_ws(' ', (select count(*) from merit.waiting_now), jsonb_path_query_array(period.blockers('2025-01-01', '2026-06-15T12:00Z'), '$[*].code'))
$$;
select is(fixture.waits(), '1 ["waiting"]', 'a question waits, and the month for it');
select fixture.exclude('customer', fixture.customer(8)::text);
select is(fixture.waits(), '0 []', 'not one of an excluded customer');
select fixture.include_all();
select fixture.exclude('conversation', 'v8');
select is(fixture.waits(), '0 []', 'nor one of an excluded conversation');
select fixture.include_all();
select is(fixture.waits(), '1 ["waiting"]', 'it waits again when that ends');
-- Unanswered later, it counts as such, unless it is an excluded customer's.
update fact.contact_part set counts_after = '2025-02-01T20:00Z' where conversation = 'v8';
insert into ingest.dirty (customers, days) values (array[fixture.customer(8)], '{2025-01-31}');
select fixture.settle();
select is(fixture.value('mei', 'unanswered_rounds'), 1::numeric, 'a question that nobody answered');
select fixture.exclude('customer', fixture.customer(8)::text);
select is(fixture.value('mei', 'unanswered_rounds'), 0::numeric, 'is none of an excluded customer''s');
:whole
select fixture.include_all();
delete from fact.contact_part where conversation = 'v8';
insert into ingest.dirty (customers, days) values (array[fixture.customer(8)], '{2025-01-31}');
delete from fact.conversation where conversation = 'v8';
-- 90 names customer 9, 91 the conversation without a message, 92 the customer alone; mei has 0 + 100 + 100 and three of 50.
insert into fact.survey (hash, at, day, subject, reference, agent, customer, rating, scale) values
(90, '2025-01-11Z', '2025-01-11', 'conversation', 'none', 'mei', fixture.customer(9), 3, 5), (91, '2025-01-11Z', '2025-01-11', 'conversation', 'v9', 'mei', null, 3, 5),
(92, '2025-01-11Z', '2025-01-11', null, null, 'mei', fixture.customer(9), 3, 5);
insert into ingest.dirty (surveys) values ('{90,91,92}');
select fixture.settle();
select is(round(fixture.value('mei', 'csat'), 4), round(350 / 6.0, 4), 'surveys of a customer without messages count');
select fixture.exclude('customer', fixture.customer(9)::text);
select is(round(fixture.value('mei', 'csat'), 4), round(200 / 3.0, 4), 'until it is excluded');
insert into fact.survey (hash, at, day, subject, reference, agent, customer, rating, scale) values
(95, '2025-01-11Z', '2025-01-11', null, null, 'mei', fixture.customer(9), 1, 5), (96, '2025-01-11Z', '2025-01-11', 'conversation', 'v9', 'mei', null, 1, 5);
insert into ingest.dirty (surveys) values ('{95,96}');
select fixture.settle();
select is(round(fixture.value('mei', 'csat'), 4), round(200 / 3.0, 4), 'nor do those that come later');
:whole
-- Order o5, of whom is not known, is flagged by the shop, o6 has two buyers; later events name customer 9.
insert into fact.order_event (order_id, hash, at, type, day, customer, amount, agent, flagged) values
('o5', 1, '2025-01-11Z', 'created', '2025-01-11', null, 5, 'mei', true), ('o6', 1, '2025-01-11Z', 'created', '2025-01-11', fixture.customer(1), 7, 'mei', false),
('o6', 2, '2025-01-11T01:00Z', 'paid', '2025-01-11', null, 7, null, false), ('o7', 1, '2025-01-11T01:00Z', 'paid', '2025-01-11', null, 9, null, false);
insert into fact.survey (hash, at, day, subject, reference, agent, rating, scale) values (93, '2025-01-11Z', '2025-01-11', 'order', 'o5', 'mei', 1, 5), (94, '2025-01-11Z', '2025-01-11', 'ticket', 't2', 'mei', 1, 5);
insert into ingest.dirty (orders, surveys) values ('{o5,o6,o7}', '{93,94}');
select fixture.settle();
select is(round(fixture.value('mei', 'csat')) || ' ' || fixture.value('mei', 'sales'), '40 157.00', 'two surveys of 0 more, and 7 of o6');
insert into fact.order_event (order_id, hash, at, type, day, customer, amount, agent, flagged) values
('o5', 9, '2025-01-11T02:00Z', 'created', '2025-01-11', fixture.customer(9), 5, 'mei', true), ('o6', 9, '2025-01-11T02:00Z', 'created', '2025-01-11', fixture.customer(9), 7, 'mei', false),
('o7', 9, '2025-01-11T02:00Z', 'created', '2025-01-11', fixture.customer(9), 9, 'mei', false);
insert into fact.ticket_event (ticket, hash, at, type, day, customer) values ('t2', 9, '2025-01-12T13:00Z', 'closed', '2025-01-12', fixture.customer(9));
insert into ingest.dirty (orders, tickets) values ('{o5,o6,o7}', '{t2}');
select fixture.settle();
select is(round(fixture.value('mei', 'csat')) || ' ' || fixture.value('mei', 'sales'), '67 150.00', 'all of it is the excluded customer''s');
:whole
select fixture.include_all();
select is(fixture.value('mei', 'sales'), 166.00, 'and comes back: 7 of o6 and 9 of o7');
:whole
delete from fact.order_event where order_id in ('o5', 'o6', 'o7');
delete from fact.survey where hash between 90 and 96;
delete from fact.ticket_event where hash = 9;
insert into ingest.dirty (orders, tickets, surveys) values ('{o5,o6,o7}', '{t2}', '{90,91,92,93,94,95,96}');
select fixture.settle();

-- What is wrong with an exclusion is said; who, when and why are kept.
create function fixture.refusal(given text) returns text language plpgsql as $$
declare message text; field text;
begin
    execute format('select fact.exclude(%s)', given);
    return 'not refused';
exception when invalid_parameter_value then
    get stacked diagnostics message = message_text, field = column_name;
    return field || ': ' || message;
end $$;
select alike(fixture.refusal(a), m, m)
  from (values ($$'order', 'o9', 'x'$$, 'reference: there is no order "o9"'), ($$'colour', 'red', 'x'$$, 'kind: kind is "colour"%'),
               ($$'order', 'o1', ''$$, 'reason: an exclusion needs a reason'), ($$'order', 'o1', 'x', appeal => 0$$, 'evidence: an exclusion after an appeal needs evidence'),
               ($$'order', 'o1', 'x', 'y', appeal => 0$$, 'appeal: %'),
               ($$'credit', 'o1', 'x'$$, 'credit_to: credit_to goes with kind credit%'), ($$'credit', 'o1', 'x', credit_to => '(silent)'$$, 'credit_to: credit_to is "(silent)"%'),
               ($$'customer', 'bob', 'x'$$, 'reference: there is no customer "bob"'), ($$'survey', 'x', 'x'$$, 'reference: there is no survey "x"')) v (a, m);
insert into ingest.renewal default values;
select throws_ok($$ select fact.exclude('order', 'o1', 'a test') $$, '55000', 'what this changes is not known until all conversations are written anew since the upgrade',
                 'not while nobody can tell whose numbers it moves');
delete from ingest.renewal;
select period.input_hash('2025-01-01') as january, period.input_hash('2025-02-01') as february \gset
select fact.exclude('order', 'o1', 'a test');
select isnt(period.input_hash('2025-01-01'), :'january', 'it is part of the input of its month');
select is(period.input_hash('2025-02-01'), :'february', 'and of no other');
select is(fixture.refusal($$'order', 'o1', 'again'$$), 'reference: order "o1" is excluded already', 'once');
select throws_like($$ delete from fact.exclusion $$, 'delete of fact.exclusion is refused%', 'an exclusion is never deleted');
select throws_like($$ update fact.exclusion set reason = 'other' $$, 'update of fact.exclusion is refused%', 'nor changed');
select is((select string_agg(distinct concat_ws(' ', excluded_by, reason, ended_reason), ', ') from fact.exclusion where ended_at is not null),
          'zhao (' || current_user || ') test of the shop it was none', 'who and why are kept');
select fixture.include_all();

-- What an exclusion and its end change in any month is written down: orders are repeats by an earlier purchase, and an answer
-- that is corrected later has its day.
select fixture.bought('o8', 1, '2025-03-05', 40);
insert into fact.survey (hash, at, day, agent, rating, scale, survey) values
(97, '2025-01-20T11:00Z', '2025-01-20', 'lan', 5, 5, 'a'), (98, '2025-04-02T11:00Z', '2025-04-02', null, 1, 5, 'a');
insert into ingest.dirty (surveys) values ('{97,98}');
select fixture.settle();
create function fixture.effects(metric text) returns text language sql stable as $$
    select string_agg(concat_ws(' ', to_char(f.month, 'MM'), f.agent, coalesce(f.before, '-'), coalesce(f.after, '-')), ', ' order by f.ending, f.month, f.agent)
      from fact.exclusion_effect f
     where f.name = $1 and f.item = 'metric' and f.exclusion = (select max(e.id) from fact.exclusion e)
$$;
select fixture.exclude('order', 'o3'); select fixture.include_all();
select is(fixture.effects('sales'), '01 mei 150 100, 01 mei 100 150', 'an order, and its end');
select fixture.exclude('order', 'o1'); select fixture.include_all();
select is(fixture.effects('repeat_sales'), '03 (silent) 40 0, 03 (silent) 0 40', 'o8 was a repeat by o1');
select fixture.exclude('survey', '98'); select fixture.include_all();
select is(fixture.effects('surveys'), '01 lan 1 0, 01 lan 0 1', 'an answer of January, by the row of April that corrects it');
delete from fact.order_event where order_id = 'o8';
delete from fact.survey where hash in (97, 98);
insert into ingest.dirty (orders, surveys) values ('{o8}', '{97,98}');
select fixture.settle();
:whole

-- An appeal. January is closed; mei appeals against the response time, v2 was a test of the shop; a payment comes late.
select period.close('2025-01-01', as_of => '2025-02-10Z', accept_warnings => true);
select is((select string_agg(agent || ' ' || total, ', ' order by agent) from merit.result where agent in ('mei', 'lan')), 
          format('lan %s, mei %s', round((30 * 55 + 30 * 100 + 10 * 100 + 5 * 60 + 5 * 100 + 5 * 100) / 90.0, 2), round((30 * 100 + 10 * 100 + 5 * 100) / 90.0, 2)),
          'lan sold 370 of 500 at 185 a buyer, mei 150 of 500 at 75, in 280 s');
select throws_like($$ select period.appeal_file('2025-01-01', 'mei', 'colour', 'x', '2025-02-12Z') $$, 'mei has no indicator colour%', 'an indicator that is none');
select throws_like($$ select period.appeal_file('2025-01-01', 'mei', 'response_seconds', 'x', '2025-02-17T00:00:01Z') $$, 'the 7 days to appeal in ended at 2025-02-17 00:00', 'too late');
-- Behind a number of orders stand flagged ones, which count in the rates, and excluded ones, which count nowhere.
create role fixture_clerk superuser;
set local session authorization fixture_clerk;
select period.appeal_file('2025-01-01', 'mei', 'unit_price', 'o1 was none', '2025-02-12Z') as by_orders \gset
reset session authorization;
insert into fact.order_event (order_id, hash, at, type, day, amount, flagged) values ('o3', 9, '2025-01-12Z', 'updated', '2025-01-12', 45, true);
insert into ingest.dirty (orders) values ('{o3}');
select fixture.exclude('order', 'o1'); select fixture.exclude('order', 'o2');
select is((select string_agg(concat_ws(' ', e.reference, trim_scale(e.amount), e.excluded, e.what), ', ' order by e.reference) from period.appeal_evidence(:by_orders) e),
          'o1 100 t , o3 45 f ' || ref.said('evidence.credited') || ', ' || ref.said('evidence.flagged') || ', ' || ref.said('evidence.in_time'),
          'the flagged one as such, the excluded one of a customer who was mei''s that day; o2 is lan''s');
insert into fact.order_event (order_id, hash, at, type, day, agent) values ('o2', 9, '2025-01-13Z', 'updated', '2025-01-13', 'mei');
select is((select string_agg(e.reference || ' ' || e.excluded, ', ' order by e.reference) from period.appeal_evidence(:by_orders) e),
          'o1 true, o2 true, o3 false', 'and one that names mei');
delete from fact.order_event where hash = 9;
insert into ingest.dirty (orders) values ('{o2,o3}');
select fixture.include_all(); select period.appeal_decide(:by_orders, false, 'no');
set local session authorization fixture_clerk;
select ok(period.appeal_file('2025-01-01', 'mei', 'response_seconds', 'v2 was a test', '2025-02-17T00:00Z') > 0, 'filed in time');
reset session authorization;
select is((select string_agg(concat_ws(' ', kind, reference, seconds::integer), ', ') from period.appeal_evidence((select max(id) from merit.appeal))),
          'round v2 540, round v1 20', 'the lead sees the rounds behind it, the longest first');
select throws_like($$ select period.appeal_decide((select max(id) from merit.appeal), true, 'yes') $$, 'an accepted appeal names what is left out%', 'accepting is excluding');
select throws_like($$ select period.appeal_decide((select max(id) from merit.appeal), true, 'yes', '[{"kind": "conversation", "reference": "v2"}]') $$,
                   'an exclusion after an appeal needs evidence', 'with evidence');
select is(period.appeal_decide((select max(id) from merit.appeal), true, 'a test indeed',
              '[{"kind": "conversation", "reference": "v2", "evidence": "mail of 10 January"}]', by_person => 'zhao') ->> 'accepted', 'true', 'accepted');
select throws_like($$ select period.appeal_decide((select max(id) from merit.appeal), false, 'no') $$, '%is decided already', 'once');
select is((select concat_ws('|', a.state, e.evidence, e.excluded_by, e.appeal = a.id) from merit.appeal a join fact.exclusion e on e.appeal = a.id),
          'accepted|mail of 10 January|zhao (' || current_user || ')|t', 'on record');
insert into fact.order_event (order_id, hash, at, type, day, customer, amount, flagged) values ('o1', 3, '2025-01-15T12:00Z', 'paid', '2025-01-15', null, 25, false);
insert into ingest.dirty (orders) values ('{o1}');
select is((select value from merit.result_metric where agent = 'mei' and metric = 'sales'), 150.00, 'nothing changes by itself');

create table fixture.plan as
select p.* from jsonb_to_recordset(period.revise('2025-01-01', 'appeal of mei', dry_run => true) -> 'plan')
    as p (agent text, item text, name text, frozen text, drifted text, revised text, drift numeric, appeal numeric, by text);
select is((select concat_ws(' ', frozen, drifted, revised, drift, appeal, by) from fixture.plan where agent = 'mei' and name = 'sales'),
          '150.00 175.00 125.00 25.00 -50.00 both', 'the plan tells the late payment of 25 from the credit that v2 had earned');
select is((select concat_ws(' ', round(frozen::numeric), round(drifted::numeric), round(revised::numeric), by) from fixture.plan where agent = 'mei' and name = 'response_seconds'),
          '280 280 20 appeal', 'and what is the appeal''s alone');
select is((select by from fixture.plan where agent = 'mei' and name = 'unit_price'), 'both', 'in everything that follows');
select is((select count(*) from fact.exclusion where ended_at is null), 1::bigint, 'the plan leaves exclusions as they are');
select fixture.settle();
select is((select concat_ws(' ', frozen, today, difference) from merit.month_drift where agent = 'mei' and name = 'sales'), '150 125 -25.00', 'drift is by today''s facts and exclusions');
select period.revise('2025-01-01', 'appeal of mei');
select is((select concat_ws(' ', value, revision) from merit.result_metric where agent = 'mei' and metric = 'response_seconds' order by revision desc limit 1),
          '20.0000000000000000 1', 'the revision has it');
select is((select exclusions = fact.exclusions_active() from period.closing where revision = 1), true, 'and keeps which exclusions it was made with');
select is((select count(*) from merit.month_drift), 0::bigint, 'no drift is left');
:whole

select * from finish();
rollback;
