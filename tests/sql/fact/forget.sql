-- meritd forget: a customer's key leaves every table, no number moves, and what comes again does not bring it back.
begin;
\ir ../fixture.psql
select plan(36);

-- A pseudonym that is smaller than any of fixture.customer.
create function fixture.nobody(n integer default 1) returns uuid language sql as $$ select lpad(n::text, 32, '0')::uuid $$;

-- As the program: every conversation gets another version, and its stubs name the new pseudonym.
create function fixture.erase(name text, nobody uuid) returns text language sql as $$
    select concat_ws(' ', f.conversations, f.orders, f.tickets, f.surveys, f.letters)
      from (select array_agg(c.conversation) as names, array_agg(c.version) as versions
              from fact.conversation c where c.customer = fixture.customer(name)) c
     cross join fact.forget(name, fixture.customer(name), nobody, coalesce(c.names, '{}'), coalesce(c.versions, '{}'),
                            array(select gen_random_uuid() from unnest(c.names)), array(select '\x02'::bytea from unnest(c.names))) f
$$;

-- Where a customer's pseudonym stands, in whatever table of ours has a column for one.
create function fixture.traces(customer uuid) returns text language plpgsql as $$
declare
    found text;
    c     record;
    n     bigint;
begin
    for c in
        select a.attrelid::regclass as relation, a.attname as name, a.atttypid = 'uuid[]'::regtype as many
          from pg_attribute a join pg_class r on r.oid = a.attrelid and r.relkind = 'r'
          join pg_namespace s on s.oid = r.relnamespace
         where s.nspname in ('ref', 'ingest', 'fact', 'settle', 'settled', 'rollup', 'score', 'period', 'pay', 'post')
           and a.atttypid in ('uuid'::regtype, 'uuid[]'::regtype) and not a.attisdropped
         order by a.attrelid::regclass::text collate "C", 2
    loop
        execute format(case when c.many then 'select count(*) from %s where $1 = any (%I)' else 'select count(*) from %s where %I = $1' end,
                       c.relation, c.name) into n using customer;
        if n > 0 then
            found := concat_ws(' ', found, c.relation || '.' || c.name);
        end if;
    end loop;
    return found;
end $$;

-- ann asks bob on two days, buys, complains and answers surveys; cid asks and buys beside her.
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:01,11:00>11:05 intent=presale@10:00', 'last bob');
select fixture.chat('c2', 'ann', 'dan 2026-03-02 answered=12:00>12:01', 'bob 2026-03-03 answered=09:00>09:03', 'last dan');
select fixture.chat('c3', 'cid', 'bob 2026-03-02 answered=10:30>10:31', 'last bob');
select fixture.order('o1', 'ann', 'created 2026-03-02 12:30 amount=100', 'paid 2026-03-02 12:40 amount=100', 'refunded 2026-03-04 12:40 amount=30');
select fixture.order('o2', 'ann', 'created 2026-03-03 12:30 amount=50', 'paid 2026-03-05 12:40 amount=50');
select fixture.order('o3', 'cid', 'created 2026-03-02 12:30 amount=70', 'paid 2026-03-02 12:40 amount=70');
select fixture.ticket('t1', 'created 2026-03-04 09:00 category=complaint', 'resolved 2026-03-04 11:00 agent=bob');
update fact.ticket_event set customer = fixture.customer('ann') where ticket = 't1';
select fixture.survey(1, '2026-03-05 12:00', 4, 5, 'conversation', 'c1');
select fixture.survey(2, '2026-03-05 12:00', 2, 5, 'order', 'o2');
update fact.survey set customer = fixture.customer('ann');
select fixture.settle();
create table fixture.before as select * from rollup.agent_period;
create table fixture.other as select * from settled.contact c where c.customer = fixture.customer('cid');

select is(fixture.traces(fixture.customer('ann')),
          'fact.contact_part.customer fact.conversation.customer fact.order_event.customer fact.survey.customer '
          'fact.ticket_event.customer settled.buyer.customer settled.contact.customer settled.orders.customer',
          'a customer stands in these columns; a new one must be known to fact.forget');
select is(fixture.erase('ann', fixture.nobody()), '2 2 1 2 0', 'what was renamed');
select is((select count(*) from ingest.dirty), 1::bigint, 'one dirty row names it all: it is settled at once');
select bag_eq('select * from rollup.agent_period', 'select * from fixture.before', 'before it is settled, no number has moved');
select lives_ok($$ select settle.run('2026-06-01', true) $$, 'it is settled in one batch');
select bag_eq('select * from rollup.agent_period', 'select * from fixture.before', 'and no number has moved then');
select is(fixture.traces(fixture.customer('ann')), null, 'the old pseudonym stands nowhere');
select is(fixture.differences(), null, 'a fresh calculation agrees');
select bag_eq($$ select * from settled.contact where customer = fixture.customer('cid') $$, 'select * from fixture.other', 'others are as they were');
select is((select array_agg(distinct customer) from settled.orders where order_id in ('o1', 'o2')), array[fixture.nobody()],
          'what was one customer is one');

-- What comes again, or comes late, does not bring the old pseudonym back.
select is(fixture.write(order_events => array(
    select row(e.order_id, e.hash, e.type::text, e.at, e.day, fixture.customer('ann'), (e.amount * 100)::bigint, e.agent, e.items,
               e.flagged, e.pay_due)::ingest.order_event_row from fact.order_event e where e.order_id in ('o1', 'o2'))), 0::bigint, 'all events of the orders once more');
select is(fixture.traces(fixture.customer('ann')), null, 'events that are read again change nothing');
select is((select count(*) from ingest.dirty), 0::bigint, 'nothing at all');
select fixture.order('o1', 'ann', 'refunded 2026-03-06 12:40 amount=10');
select fixture.settle();
select is(fixture.rows($$ select customer, payment_refunded from settled.orders where order_id = 'o1' $$),
          fixture.nobody() || ' [40.00]', 'a later event of the order is its own, and the order nobody''s');
select is(fixture.traces(fixture.customer('ann')), 'fact.order_event.customer', 'the later event names the customer');
select is(fixture.erase('ann', fixture.nobody(2)), '0 1 0 0 0', 'until it is forgotten, too');
select fixture.settle();
select is(fixture.traces(fixture.customer('ann')), null, 'then it stands nowhere again');
select is(fixture.differences(), null, 'and a fresh calculation agrees');
select is(fixture.rows('select conversations, orders, tickets, surveys, letters from ingest.forgetting order by id'),
          '2 2 1 2 0, 0 1 0 0 0', 'it is on record, without who it was');

-- Dead letters.
select is(fixture.write(dead_letters => array(
    select row('t', 0, n, null, 'r', 'm', k, h, convert_to(p, 'UTF8'), false, n)::ingest.dead_letter_row
      from (values (1, null::bytea, null::bytea[], '{"customer": "12"}'), (2, null, null, '{"customer":12}'), (3, null, null, '{"customer":123, "x": 12}'),
                   (4, '12', null, '{'), (5, null, array['ce_x'::bytea, '12'], 'x'), (6, null, null, '{"order":"o12"}'),
                   (7, null, null, '{"who":"\u738B/\u96F7"}'), (8, null, null, '{"who":"王\/雷"}'), (9, null, null, '{"who":"王/雷雷"}'),
                   (10, '\x00ff', null, 'x'),
                   (11, null, null, '{"who":"MTIzNA\u003d\u003D"}'), (12, null, null, '{"who":"MTIzNA\\u003d\\u003d"}'),
                   (13, null, null, '{"who":"it\u0027s\t<a\u0026\\b\u003e\"\/"}'), (14, null, null, '{"who":"it''s'))
               v(n, k, h, p))), 0::bigint, 'dead letters');
select is(fixture.erase('12', fixture.nobody()), '0 0 0 0 4', 'as a text, a number, a key, a header');
select is(fixture.erase('王/雷', fixture.nobody()), '0 0 0 0 2', 'however JSON writes it');
select is(fixture.erase('MTIzNA==', fixture.nobody()), '0 0 0 0 1', 'as Java and Go write it');
select is(fixture.erase(E'it''s\t<a&\\b>"/', fixture.nobody()), '0 0 0 0 1', 'all that may be escaped');
select is((select string_agg("offset"::text, ' ' order by "offset") from ingest.dead_letter), '3 6 9 10 12 14', 'no others');
select is((select bool_and(encode(convert_to(f, 'UTF8'), 'escape') ~ fact.json_pattern('a"𝒜'))
             from unnest(array['"a\"\uD835\uDC9C"', '"\u0061\"\ud835\udC9c"', '"a\u0022𝒜"']) f), true, 'beyond the first plane');

-- Settled rows of sealed days keep the old name where a retain was interrupted: no settlement touches them.
create table fixture.sealed as select * from rollup.agent_period;
create table fixture.shop as select s.metric, s.value from merit.shop_month_metric s where s.month = '2026-03-01';
select is((select s.value from fixture.shop s where s.metric = 'buyers'), 2::numeric, 'one of two buyers');
update ref.shop set kept_from = '2026-04-01';
set local merit.kept_from = '2026-04-01';
select is(fixture.erase('cid', fixture.nobody(3)), '1 1 0 0 0', 'a customer of a sealed month');
select fixture.settle();
select is(fixture.traces(fixture.customer('cid')), null, 'stands nowhere');
select bag_eq('select * from rollup.agent_period', 'select * from fixture.sealed', 'and no number has moved');
select bag_eq($$ select s.metric, s.value from merit.shop_month_metric s where s.month = '2026-03-01' $$, 'select * from fixture.shop', 'nor one of the shop''s');

-- Texts that people wrote are part of the record, and are named.
set local session_replication_role = replica;  -- as if months had been closed
insert into period.appeal (id, month, revision, agent, indicator, reason, filed_at, filed_by, login) overriding system value
values (1, '2026-03-01', 0, 'bob', 'i', 'it was ann/7', now(), 'b', 'b'), (2, '2026-03-01', 0, 'bob', 'i', 'ann', now(), 'b', 'b'),
       (3, '2026-03-01', 0, 'bob', 'i', 'r', now(), 'b', 'b');
insert into period.appeal_decision values (2, false, 'not ann/7', now(), 'b');
insert into fact.exclusion (id, kind, reference, reason, evidence, excluded_at, excluded_by, ended_at, ended_by, ended_reason) overriding system value
values (21, 'order', 'o6', 'ann/7', 'e', now(), 'b', now(), 'b', 'r'), (22, 'order', 'o7', 'r', 'ann/7', now(), 'b', now(), 'b', 'r'),
       (23, 'order', 'o8', 'r', 'e', now(), 'b', now(), 'b', 'ann/7'), (24, 'order', 'o9', 'r', 'e', now(), 'b', now(), 'b', 'r');
insert into period.closing (month, revision, as_of, closed_by, reason, overridden, accepted, rules, scheme, exclusions, input_hash, result_hash)
select '2026-03-01', r.revision, now(), 'b', r.reason, r.overridden, r.accepted, '{}', 's', '{}', '', ''
  from (values (0, 'ann/7', '[]'::jsonb, '[]'::jsonb), (1, null, '[{"message": "ann/7"}]', '[]'), (2, null, '[]', '[{"message": "ann/7"}]'),
               (3, 'r', '[]', '[{"message": "m"}]')) r(revision, reason, overridden, accepted);
insert into period.term_closing (term, revision, as_of, closed_by, reason, overridden, accepted, scheme, input_hash, result_hash)
select '2026-Q1', r.revision, now(), 'b', r.reason, r.overridden, r.accepted, 's', '', ''
  from (values (0, 'ann/7', '[]'::jsonb, '[]'::jsonb), (1, 'r', '[{"message": "ann/7"}]', '[]'), (2, 'r', '[{"message": "m"}]', '[]')) r(revision, reason, overridden, accepted);
insert into period.grade_evidence (id, month, term, agent, grade, evidence, who, what, filed_at, filed_by, login) overriding system value
values (31, '2026-03-01', null, 'bob', 'A', 'ann/7', null, null, now(), 'b', 'b'), (32, null, '2026-Q1', 'bob', 'A', 'e', 'ann/7', null, now(), 'b', 'b'),
       (33, null, '2026-Q1', 'bob', 'A', 'e', null, 'ann/7', now(), 'b', 'b'), (34, null, '2026-Q1', 'bob', 'A', 'e', 'w', 'w', now(), 'b', 'b'),
       (35, null, '2026-Q1', 'bob', 'A', 'e', 'w', 'w', now(), 'b', 'b');
insert into period.grade_evidence_end (evidence, ended_at, ended_by, reason) values (34, now(), 'b', 'ann/7'), (35, now(), 'b', 'r');
insert into period.skipped values ('2026-01-01', now(), 'b', 'ann/7'), ('2026-02-01', now(), 'b', 'r');
insert into period.action_change (action, state, changed_at, changed_by, note)
values (4, 'done', now(), 'b', 'ann/7'), (5, 'done', now(), 'b', 'r');
insert into pay.input (id, month, agent, input, amount, reason) overriding system value
values (6, '2026-03-01', 'bob', 'i', 1, 'ann/7'), (7, '2026-03-01', 'bob', 'i', 1, null);
insert into pay.ledger (line, period, revision, agent, scheme, reason, kind, amount, currency, note, posted_at, posted_by, prev_hash, hash)
values (8, '2026-03', 0, 'bob', 's', 'first', 'reward', 1, 'CNY', 'ann/7', now(), 'b', repeat('0', 64), repeat('1', 64)),
       (9, '2026-03', 0, 'bob', 's', 'last', 'reward', 1, 'CNY', null, now(), 'b', repeat('1', 64), repeat('2', 64));
insert into ingest.dead_letter_clearing (id, cleared_at, cleared_by, reason, letters) overriding system value
values (10, now(), 'b', 'ann/7', 1), (11, now(), 'b', 'r', 1);
insert into post.message (id, month, revision, kind, created_at, content) overriding system value
values (12, '2026-03-01', 0, 'ranking', now(), '{"reason": "ann/7"}'), (13, '2026-03-01', 1, 'ranking', now(), '{"reason": "r"}'),
       (14, '2026-03-01', 2, 'ranking', now(), '{}');
insert into post.attempt (message, receiver, attempt, attempted_at, sender, outcome, answer)
values (12, 'r', 1, now(), 's', 'sent', 'ann/7'), (13, 'r', 1, now(), 's', 'sent', 'ann/7');
set local session_replication_role = origin;
select is((select array_agg(t) from fact.texts_naming('ann/7') t),
          array['action 4', 'appeal 1', 'appeal 2', 'clearing 10 of dead letters', 'close of 2026-03, revision 0', 'close of 2026-03, revision 1',
                'close of 2026-03, revision 2', 'close of 2026-Q1, revision 0', 'close of 2026-Q1, revision 1', 'evidence 31', 'evidence 32', 'evidence 33', 'evidence 34', 'exclusion 21', 'exclusion 22', 'exclusion 23', 'ledger line 8', 'pay input 6', 'posting 12',
                'posting 13', 'skipping of 2026-01'], 'each once, and no others');

-- What is refused.
select throws_ok($$ select fact.forget('cid', fixture.customer('cid'), fixture.customer('cid'), '{}', '{}', '{}', '{}') $$, '22023',
                 'the new pseudonym must be smaller', 'a new pseudonym that is not smaller');
select throws_ok($$ select fact.forget('cid', fixture.customer('cid'), fixture.nobody(), array['c3'], array[gen_random_uuid()],
                           array[gen_random_uuid()], array['\x'::bytea]) $$, '40001', null, 'a conversation that has changed');
update fact.conversation set stubs = '\x01', customer = fixture.customer('cid') where conversation = 'c3';
select throws_like($$ select fixture.erase('cid', fixture.nobody()) $$, '%written anew since the upgrade',
                   'a conversation that has no parts yet, and would never get any');
insert into fact.exclusion (kind, reference, reason, excluded_at, excluded_by) values ('customer', fixture.customer('cid'), 'r', now(), 'b');
select throws_like($$ select fixture.erase('cid', fixture.nobody()) $$, 'the customer is excluded%', 'an excluded customer');
select * from finish();
rollback;
