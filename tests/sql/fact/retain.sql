-- meritd retain: what goes and what stays, and that no number moves, whatever comes afterwards. Facts are kept from April on;
-- look_back is 16 days (refund.days and ticket.reopen_days 15, and one), so what ends on or after 16 March stays whole.
begin;
\ir ../fixture.psql
select plan(69);
set merit.now = '2026-06-10';

-- As the program, in pages of one; the conversations with the instants of their first and last event.
create function fixture.drop(kept_from date, dry_run boolean default false) returns text language plpgsql as $$
declare
    told text;
    page record;
    after text := '';
    kind text;
    block bigint;
    relation text;
begin
    foreach kind in array array['orders', 'tickets'] loop
        after := '';
        loop
            execute format('select min(d.last) as last, string_agg(to_char(d.month, ''YYYY-MM'') || '' '' || d.dropped, '' '') as told'
                           '  from fact.drop_%s($1, $2, 1, $3) d', kind) into page using kept_from, after, dry_run;
            exit when page.last is null;
            after := page.last;
            if page.told is not null then
                told := concat_ws(', ', told, kind || ' ' || after || ' ' || page.told);
            end if;
        end loop;
    end loop;
    for page in
        select c.conversation, c.version, s.first_at, s.last_at from fact.conversation c join fixture.span s using (conversation) order by 1
    loop
        told := concat_ws(', ', told, (select 'conversations ' || page.conversation || ' ' || to_char(d.month, 'YYYY-MM') || ' ' || d.dropped
            from fact.drop_conversations(kept_from, array[page.conversation], array[page.version], array[page.first_at], array[page.last_at], dry_run) d));
    end loop;
    foreach relation in array array['fact.survey', 'settled.survey', 'settled.contact', 'settled.buyer'] loop
        block := 0;
        while block is not null and not dry_run loop
            block := fact.drop_days(relation, block, kept_from);
        end loop;
    end loop;
    return told;
end $$;
create table fixture.span (conversation text primary key, first_at timestamptz, last_at timestamptz);
create function fixture.talk(conversation text, customer text, first_at timestamptz, last_at timestamptz, variadic lines text[] default '{}')
returns void language sql as $$
    select fixture.chat(conversation, customer, variadic lines);
    insert into fixture.span values (conversation, first_at, last_at);
$$;
-- Every number of every day and month, but those of lists that the month's close would freeze.
create function fixture.numbers() returns text language sql as $$
    select string_agg(r::text, E'\n' order by r::text) from rollup.agent_period r
$$;

-- January to May. Conversations: old; old, and answered again in May; within look_back; about which an order that stays, or a
-- survey, is; with no message at all.
select fixture.talk('c-first', 'ann', '2026-01-09 10:00', '2026-01-09 10:05', 'eve 2026-01-09 answered=10:00>10:05', 'last eve');
select fixture.talk('c-old', 'ann', '2026-01-10 10:00', '2026-01-10 10:05', 'bob 2026-01-10 answered=10:00>10:05', 'last bob');
select fixture.talk('c-long', 'ann', '2026-01-11 10:00', '2026-05-04 10:05', 'bob 2026-01-11 answered=10:00>10:05', 'bob 2026-05-04 answered=10:00>10:05', 'last bob');
select fixture.talk('c-near', 'cid', '2026-03-16 10:00', '2026-03-16 10:01', 'bob 2026-03-16 answered=10:00>10:01', 'last bob');
select fixture.talk('c-edge', 'cid', '2026-03-15 10:00', '2026-03-15 23:59', 'bob 2026-03-15 answered=10:00>10:01', 'last bob');
select fixture.talk('c-order', 'dee', '2026-02-01 10:00', '2026-02-01 10:01', 'bob 2026-02-01 answered=10:00>10:01', 'last bob');
select fixture.talk('c-before', 'dee', '2026-01-31 10:00', '2026-01-31 10:01', 'eve 2026-01-31 answered=10:00>10:01', 'last eve');
select fixture.talk('c-earlier', 'dee', '2026-01-29 10:00', '2026-01-29 10:01', 'eve 2026-01-29 answered=10:00>10:01', 'last eve');
select fixture.talk('c-help', 'dee', '2026-02-20 10:00', '2026-02-20 10:01', 'fay 2026-02-20 answered=10:00>10:01', 'last fay');
select fixture.talk('c-survey', 'gus', '2026-02-02 10:00', '2026-02-02 10:01', 'bob 2026-02-02 answered=10:00>10:01', 'last bob');
select fixture.talk('c-mute', 'gus', '2026-02-02 10:00', '2026-02-02 10:00');
select fixture.talk('c-ivy', 'ivy', '2026-01-11 10:00', '2026-01-11 10:01', 'bob 2026-01-11 answered=10:00>10:01', 'last bob');
select fixture.talk('c-after', 'ivy', '2026-01-12 10:00', '2026-01-12 10:01', 'bob 2026-01-12 answered=10:00>10:01', 'last bob');
select fixture.talk('c-new', 'ann', '2026-05-05 10:00', '2026-05-05 10:01', 'bob 2026-05-05 answered=10:00>10:01', 'last bob');
-- Orders: old, of which the customer's first purchase stays, for it makes the others repeats; with a deadline; created in February and paid in April (what was said before and until then is needed); surveyed in May; old ones
-- whose customer has a new one.
select fixture.order('o-first', 'ann', 'created 2026-01-09 11:00 amount=10', 'paid 2026-01-09 12:00 amount=10');
select fixture.order('o-due', 'eli', 'created 2026-02-10 11:00 amount=50 pay_due=2026-03-16T00:00Z');
select fixture.order('o-past', 'eli', 'created 2026-02-10 11:00 amount=50 pay_due=2026-03-15T00:00Z');
select fixture.order('o-old', 'ann', 'created 2026-01-10 11:00 amount=10', 'paid 2026-01-10 12:00 amount=10');
select fixture.order('o-late', 'dee', 'created 2026-02-01 11:00 amount=20', 'paid 2026-04-03 12:00 amount=20');
select fixture.order('o-survey', 'ivy', 'created 2026-01-11 11:00 amount=30', 'paid 2026-01-11 12:00 amount=30');
select fixture.order('o-new', 'ann', 'created 2026-05-05 11:00 amount=40', 'paid 2026-05-05 12:00 amount=40');
select fixture.order('o-orphan', 'ann', 'paid 2026-01-05 12:00 amount=5');
select fixture.order('o-near', 'jon', 'created 2026-03-20 11:00 amount=50', 'paid 2026-03-20 12:00 amount=50');
-- Tickets: old; due in May; surveyed in May; due in May, but excluded; due before look_back.
select fixture.ticket('t-old', 'created 2026-01-04 09:00 category=complaint', 'resolved 2026-01-05 09:00 agent=bob');
select fixture.ticket('t-due', 'created 2026-01-04 09:00 category=complaint due=2026-05-04T09:00Z agent=bob');
select fixture.ticket('t-survey', 'created 2026-01-04 09:00', 'resolved 2026-01-05 09:00 agent=bob');
select fixture.ticket('t-excluded', 'created 2026-01-04 09:00 due=2026-05-04T09:00Z agent=bob');
select fixture.ticket('t-early', 'created 2026-01-04 09:00 due=2026-03-15T09:00Z agent=bob');
-- To be excluded: the order o-kay, paid in April; o-zed, of January alone; lou, whose first purchase makes that of May a repeat.
select fixture.talk('c-kay', 'kay', '2026-02-01 10:00', '2026-02-01 10:01', 'kim 2026-02-01 answered=10:00>10:01', 'last kim');
select fixture.order('o-kay', 'kay', 'created 2026-02-01 11:00 amount=20', 'paid 2026-04-03 12:00 amount=20');
select fixture.talk('c-zed', 'zed', '2026-01-09 10:00', '2026-01-09 10:01', 'kim 2026-01-09 answered=10:00>10:01', 'last kim');
select fixture.order('o-zed', 'zed', 'created 2026-01-09 11:00 amount=20', 'paid 2026-01-09 12:00 amount=20');
select fixture.talk('c-lou', 'lou', '2026-01-10 10:00', '2026-01-10 10:01', 'kim 2026-01-10 answered=10:00>10:01', 'last kim');
select fixture.order('o-lou', 'lou', 'created 2026-01-10 11:00 amount=10', 'paid 2026-01-10 12:00 amount=10');
select fixture.talk('c-lou2', 'lou', '2026-05-05 10:00', '2026-05-05 10:01', 'kim 2026-05-05 answered=10:00>10:01', 'last kim');
select fixture.order('o-lou2', 'lou', 'created 2026-05-05 11:00 amount=40', 'paid 2026-05-05 12:00 amount=40');
select fixture.survey(1, '2026-01-12 12:00', 4, 5, 'conversation', 'c-old');
select fixture.survey(2, '2026-05-12 12:00', 2, 5, 'conversation', 'c-survey');
select fixture.survey(3, '2026-05-12 12:00', 2, 5, 'order', 'o-survey');
select fixture.survey(4, '2026-05-12 12:00', 2, 5, 'ticket', 't-survey');
-- Answers: corrected long afterwards, which is one answer of February; corrected and old; new.
select fixture.survey(8, '2026-02-03 12:00', 2, 5, 'conversation', 'c-survey', null, 'a', 'speed'), fixture.survey(9, '2026-05-13 12:00', 5, 5, null, null, null, 'a', 'speed');
select fixture.survey(10, '2026-01-13 12:00', 2, 5, 'conversation', 'c-old', null, 'b', 'speed'), fixture.survey(11, '2026-01-14 12:00', 3, 5, null, null, null, 'b', 'speed');
select fixture.survey(12, '2026-05-13 12:00', 4, 5, 'conversation', 'c-new', null, 'c', 'speed');
select fixture.settle('2026-06-10');
create table fixture.whole as select * from rollup.agent_period;
select isnt(fact.exclude('ticket', 't-excluded', 'r'), null, 'a ticket is excluded');
select is((select array_agg(distinct e.month) from fact.exclusion_effect e), array['2026-05-01'::date], 'which was overdue in May');
select fact.exclude('order', 'o-kay', 'r'), fact.exclude('order', 'o-zed', 'r'), fact.exclude('customer', fixture.customer('lou')::text, 'r');
create table fixture.before as select * from rollup.agent_period;
create function fixture.dimensions() returns text language sql as $$
    select fixture.rows('select start, agent, dimension, surveys, csat_sum from rollup.dimension_period where grain = ''month'' order by start')
$$;
select is(fixture.dimensions(), '2026-01-01 bob speed 1 50, 2026-02-01 bob speed 1 100, 2026-05-01 bob speed 1 75', 'answers by dimension');

-- What must be done first.
select throws_ok('select fact.keep_from(2, true)', '55000',
                 'facts before 2026-04 cannot be deleted: 2026-01, 2026-02, 2026-03 is neither closed nor skipped: meritd close', 'months that are open');
select throws_like('select fact.keep_from(0, true)', '%the running month and the one before are always kept', 'the running month');
insert into period.skipped select m::date, now(), 'b', 'r' from generate_series(timestamp '2026-01-01', '2026-03-01', '1 month') m;
set local session_replication_role = replica;  -- as if March had been closed, revised, and money taken back
insert into post.message (month, revision, kind, created_at, content)
values ('2026-03-01', 0, 'ranking', '2026-04-10', '{}'), ('2026-03-01', 1, 'revision', '2026-06-03', '{}'),
       ('2026-03-01', 1, 'reversal', '2026-06-09', '{"sequence": 1}'), ('2026-02-01', 0, 'ranking', '2026-03-10', '{}');
set local session_replication_role = origin;
select throws_ok('select fact.keep_from(2, true)', '55000',
                 'facts before 2026-04 cannot be deleted: agents may still appeal: 2026-03 until 2026-06-10 00:00', 'the last day to appeal');
set local merit.now = '2026-06-10 00:00:01';
insert into ingest.renewal default values;
select throws_ok('select fact.keep_from(2, false)', '55000',
                 'facts before 2026-04 cannot be deleted: their numbers miss conversations that were not written anew since the upgrade: run meritd migrate to its end',
                 'the numbers that would stay for ever are not whole');
delete from ingest.renewal;
select is(fact.keep_from(2, true), '2026-04-01'::date, 'a dry run says which day it would be');
select is(ref.kept_from(), '-infinity'::date, 'and moves nothing');
select is(fixture.drop('2026-04-01', true),
          'orders o-old 2026-01 1, orders o-orphan 2026-01 1, orders o-past 2026-02 1, tickets t-early 2026-01 1, tickets t-old 2026-01 1, conversations c-after 2026-01 1, conversations c-earlier 2026-01 1, '
          'conversations c-edge 2026-03 1, conversations c-first 2026-01 1, conversations c-mute 2026-02 1, conversations c-old 2026-01 1', 'what would go');
select is((select count(*) from fact.conversation), 18::bigint, 'nothing is gone');

-- The limit moves: what was written is settled, what is written afterwards by who does not know is refused.
select fixture.survey(5, '2026-01-20 12:00', 5, 5, null, null, 'bob');
select is(fact.keep_from(2, false), '2026-04-01'::date, 'the limit moves');
select is((select surveys from rollup.agent_period where grain = 'month' and start = '2026-01-01' and agent = 'bob'), 3::bigint,
          'what was written before counts');
delete from fixture.before;
insert into fixture.before select * from rollup.agent_period;
select throws_ok($$ select fixture.survey(6, '2026-05-20 12:00', 5, 5, null, null, 'bob') $$, '08000', null, 'who does not know the limit may not write, and connects anew');
set merit.kept_from = '2026-04-01';
select is(fact.any_fact(), true, 'rules stay fixed');
select is(fixture.drop('2026-04-01'),
          'orders o-old 2026-01 1, orders o-orphan 2026-01 1, orders o-past 2026-02 1, tickets t-early 2026-01 1, tickets t-old 2026-01 1, conversations c-after 2026-01 1, conversations c-earlier 2026-01 1, '
          'conversations c-edge 2026-03 1, conversations c-first 2026-01 1, conversations c-mute 2026-02 1, conversations c-old 2026-01 1', 'the same goes as in a dry run');
select is(fixture.drop('2026-04-01'), '', 'once');
select is((select string_agg(c.conversation, ' ' order by c.conversation) from fact.conversation c),
          'c-before c-help c-ivy c-kay c-long c-lou c-lou2 c-near c-new c-order c-survey c-zed', 'conversations that stay');
select is((select string_agg(distinct p.conversation, ' ' order by p.conversation) from fact.contact_part p),
          'c-before c-help c-ivy c-kay c-long c-lou c-lou2 c-near c-new c-order c-survey c-zed', 'with their parts, and no others');
select is((select string_agg(distinct e.order_id, ' ' order by e.order_id) from fact.order_event e), 'o-due o-first o-kay o-late o-lou o-lou2 o-near o-new o-survey o-zed', 'orders that stay');
select is((select string_agg(o.order_id, ' ' order by o.order_id) from settled.orders o), 'o-due o-first o-late o-near o-new o-survey', 'settled, too');
select is((select string_agg(distinct e.ticket, ' ' order by e.ticket) from fact.ticket_event e), 't-due t-excluded t-survey', 'tickets that stay');
select is((select string_agg(t.ticket, ' ' order by t.ticket) from settled.ticket t), 't-due t-survey', 'settled, too');
select is((select string_agg(v.hash::text, ' ' order by v.hash) from fact.survey v), '2 3 4 8 9 12', 'surveys that stay');
select is((select min(d) from (select min(day) as d from settled.contact union all select min(start) from settled.buyer
                               union all select min(day) from settled.survey) x), '2026-04-01'::date, 'no settled row of a deleted day');

-- No number has moved; a fresh calculation agrees; settling everything once more changes nothing.
select bag_eq('select * from rollup.agent_period', 'select * from fixture.before', 'no number has moved');
select is(fixture.differences(), null, 'verify finds nothing');
select lives_ok($$ select fixture.rebuild('2026-01-01', '2026-06-10') $$, 'everything is made anew');
select bag_eq('select * from rollup.agent_period', 'select * from fixture.before', 'and is as it was');
select is(fixture.differences(), null, 'verify finds nothing');
select is(fixture.dimensions(), '2026-01-01 bob speed 1 50, 2026-02-01 bob speed 1 100, 2026-05-01 bob speed 1 75', 'so are answers by dimension');
select is((select credit from settled.orders where order_id = 'o-late'), 'bob', 'the order that was paid later is still credited to who earned it');
select is((select assists from settled.orders where order_id = 'o-late'), array['fay'], 'and assisted');

-- What comes afterwards: a payment of an order that stays counts on its day alone; an answer to a kept question of a deleted month,
-- a refund of a deleted payment, an event of a deleted order change no deleted month.
select fixture.order('o-late', 'dee', 'paid 2026-05-06 12:00 amount=7');
select fixture.settle('2026-06-10');
select is(fixture.rows($$ select start, agent, gross_sales, assisted from rollup.agent_period where grain = 'month' and start >= '2026-04-01' and gross_sales + assisted > 0 order by 1, 2 $$),
          '2026-04-01 bob 20 0, 2026-04-01 fay 0 20, 2026-05-01 bob 47 0, 2026-05-01 fay 0 7', 'a later payment counts');
select fixture.chat('c-long', 'ann', 'bob 2026-01-11 answered=10:00>10:05,12:00>13:00', 'bob 2026-05-04 answered=10:00>10:05', 'last bob');
select fixture.order('o-late', 'dee', 'refunded 2026-04-04 12:00 amount=3');
select fixture.order('o-old', 'ann', 'refunded 2026-05-07 12:00 amount=1');
select fixture.ticket('t-old', 'reopened 2026-05-07 12:00');
select fixture.settle('2026-06-10');
select bag_eq($$ select * from rollup.agent_period where start < '2026-04-01' $$, $$ select * from fixture.before where start < '2026-04-01' $$,
              'no number of a deleted month moves');
select is(fixture.differences(), null, 'verify finds nothing');
select is(fixture.rows($$ select subject from merit.data_quality where "check" = 'order_without_created' $$), 'o-old', 'it is listed');
select is(fixture.rows($$ select subject, at from merit.data_quality where "check" = 'kept_from' $$), 'facts 2026-04-01T00:00:00+00:00', 'so is the limit');
select is(merit.status() ->> 'kept_from', '2026-04-01', 'status shows it');

-- Facts written by somebody who raced with the limit are deleted the next time, and count never.
select fixture.survey(7, '2026-01-20 12:00', 5, 5, null, null, 'bob', null, 'speed');
select fixture.talk('c-raced', 'hal', '2026-01-10 10:00', '2026-01-10 10:05', 'bob 2026-01-10 answered=10:00>10:05', 'last bob');
select fixture.order('o-raced', 'hal', 'created 2026-01-10 11:00 amount=10', 'paid 2026-01-10 12:00 amount=10');
select fixture.order('o-second', 'hal', 'created 2026-01-10 13:00 amount=10', 'paid 2026-01-10 14:00 amount=10');
select fixture.settle('2026-06-10');
select bag_eq($$ select * from rollup.agent_period where start < '2026-04-01' $$, $$ select * from fixture.before where start < '2026-04-01' $$,
              'they count nowhere');
select is(fixture.dimensions(), '2026-01-01 bob speed 1 50, 2026-02-01 bob speed 1 100, 2026-05-01 bob speed 1 75', 'nor do their dimensions');
select is(fixture.drop('2026-04-01'), 'orders o-second 2026-01 1, conversations c-raced 2026-01 1', 'they go');
select is(fact.keep_from(4, false), '2026-04-01'::date, 'the limit never goes back');

-- What is excluded from now on: nothing whose months are all sealed, since no number would move.
select throws_like($$ select fact.exclude('order', 'o-near', 'r') $$, 'order "o-near" counts in months alone whose facts were deleted%', 'an order that stayed');
select throws_ok($$ select fact.exclude('credit', 'o-near', 'r', credit_to => 'bob') $$, '22023', null, 'its credit');
select throws_ok($$ select fact.exclude('conversation', 'c-near', 'r') $$, '22023', null, 'a conversation');
select lives_ok($$ select fact.exclude('customer', fixture.customer('jon')::text, 'r') $$, 'a customer: what comes later is left out');
select fact.include(e.id, 'r') from fact.exclusion e where e.kind = 'customer' and e.ended_at is null;
insert into fact.target (hash, at, agent, period, metric, value) values (1, '2026-01-01', 'bob', '2026-01', 'sales', 500);
select lives_ok($$ select fact.exclude('target', '1', 'r') $$, 'a target: it is no fact that was summed up');
select isnt(fact.exclude('conversation', 'c-ivy', 'r'), null, 'a conversation that earned the credit, and so the survey of May');
select is((select array_agg(distinct f.month) from fact.exclusion_effect f join fact.exclusion e on e.id = f.exclusion and e.reference = 'c-ivy'),
          array['2026-05-01'::date], 'it changes May alone');
select fact.include(e.id, 'r') from fact.exclusion e where e.ended_at is null;
select is(fixture.rows($$ select overdue, surveys from rollup.agent_period where grain = 'month' and start = '2026-05-01' and agent = 'bob' $$),
          fixture.rows($$ select overdue, surveys from fixture.whole where grain = 'month' and start = '2026-05-01' and agent = 'bob' $$),
          'what was excluded before counts again');
select is(fixture.rows($$ select start, gross_sales, gross_repeat_sales from rollup.agent_period where grain = 'month' and start >= '2026-04-01' and agent = 'kim' order by 1 $$),
          '2026-04-01 20 0, 2026-05-01 40 40', 'orders for whom they always did, and as repeats');
select bag_eq($$ select * from rollup.agent_period where start < '2026-04-01' $$, $$ select * from fixture.before where start < '2026-04-01' $$,
              'and no number of a deleted month moved');
select is(fixture.differences(), null, 'verify finds nothing');

-- A guests' account: an order is asked about once for all conversations that it may keep.
select fixture.talk('c-guest' || n, 'guest', timestamptz '2026-01-10 10:00Z' + make_interval(hours => n),
                    timestamptz '2026-01-10 10:05Z' + make_interval(hours => n), 'last bob') from generate_series(1, 4) n;
select fixture.order('o-guest' || n, 'guest', 'created 2026-01-10 11:00 amount=10') from generate_series(1, 5) n;
select fixture.order('o-guest6', 'guest', 'created 2026-01-28 11:00 amount=10', 'paid 2026-05-06 12:00 amount=10');
select fixture.settle('2026-06-10');
set track_functions = 'all';
create function fixture.asked() returns bigint language sql as $$
    select coalesce(pg_stat_get_xact_function_calls('fact.order_stays(text,date)'::regprocedure), 0)
$$;
create table fixture.asked_before as select fixture.asked();
select is((select sum(d.dropped) from (select array_agg(c.conversation) as names, array_agg(c.version) as versions,
                                              array_agg(s.first_at) as firsts, array_agg(s.last_at) as lasts
                                         from fact.conversation c join fixture.span s using (conversation)
                                        where c.conversation like 'c-guest%') g
             cross join lateral fact.drop_conversations('2026-04-01', g.names, g.versions, g.firsts, g.lasts, true) d),
          4::numeric, 'conversations at which no order that stays looks back go');
select is(fixture.asked() - (select asked from fixture.asked_before), 5::bigint, 'each order that may look back is asked about once');

-- An appeal that is not decided keeps its month.
select throws_ok($$ select fact.drop_days('fact.mark', 0, '2026-04-01') $$, '22023', null, 'other tables have no days that go');
select is(fact.keep_problem('2026-05-01'), '2026-04 is neither closed nor skipped: meritd close', 'the next month is not closed');
insert into period.skipped values ('2026-04-01', now(), 'b', 'r');
select is(fact.keep_problem('2026-05-01'), null, 'now it may go');
set local merit.kept_from = '';
select is(fact.look_back(), 16, 'how far the default rules look back');
update ref.rule_set set refund_days = 3, ticket_reopen_days = 3;
select is(fact.look_back(), 16, 'shorter rules delete nothing yet');
select is(ref.rules_kept_problem('2026-04-01', jsonb_populate_record(ref.rules(), '{"refund_days": 15}')), null, 'and can be taken back');
select is(fact.keep_from(2, true) || ' ' || fact.look_back(), '2026-04-01 16', 'a dry run changes nothing');
select is(fact.keep_from(2, false), '2026-04-01'::date, 'the next retain deletes of the same month');
select is(fact.look_back(), 8, 'by these: order.pay_days, and one');
select is(ref.rules_kept_problem('2026-04-01', jsonb_populate_record(ref.rules(), '{"refund_days": 15}')),
          'facts before 2026-04 were deleted (meritd retain): these rules can hold from 2026-05 on', 'from then on they cannot');

-- Of longer periods, too.
set local session_replication_role = replica;  -- as if the first quarter had been closed, and appealed against
insert into post.message (term, revision, kind, created_at, content) values ('2026-Q1', 0, 'ranking', '2026-06-05', '{}');
insert into period.appeal (term, revision, agent, indicator, reason, filed_at, filed_by, login, filer)
values ('2026-Q1', 0, 'bob', '2026-02', 'r', '2026-06-06', 'bob', 'bob', 'bob');
set local session_replication_role = origin;
select is(fact.keep_problem('2026-05-01'), format('appeal %s is not decided: meritd appeal', (select max(id) from period.appeal)), 'an appeal against a quarter keeps its months');
insert into period.appeal_decision (appeal, accepted, note, decided_at, decided_by) select max(id), false, 'n', '2026-06-07', 'd' from period.appeal;
select is(fact.keep_problem('2026-05-01'), 'agents may still appeal: 2026-Q1 until 2026-06-12 00:00', 'so do the days to appeal');
select is(fact.keep_problem('2026-01-01'), null, 'not the months before it');
select * from finish();
rollback;
