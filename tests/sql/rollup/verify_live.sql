-- rollup.verify on a shop with work left: what is not settled is no difference, and what is wrong is still found.
begin;
\ir ../fixture.psql
select plan(10);

select fixture.order('o1', 'ann', 'created 2026-03-02 11:00 amount=10', 'paid 2026-03-02 12:00 amount=10');
select is_empty($$ select * from rollup.verify('2026-01-01', '2027-01-01') $$, 'nothing was ever settled');
select fixture.settle('2026-05-01');
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:01', 'last bob');
select fixture.order('o2', 'cid', 'created 2026-03-03 11:00 amount=10');
select cmp_ok((select count(*) from ingest.dirty), '>', 0::bigint, 'there is work left');
select is_empty($$ select * from rollup.verify('2026-01-01', '2027-01-01') $$, 'which is no difference');
select is((select as_of from settle.state), '2026-05-01Z'::timestamptz, 'settled as of the last settlement');
select fixture.settle('2026-05-01');
select fixture.chat('c2', 'eve', 'bob 2026-03-02 answered=10:00>10:01', 'last bob');
update settled.orders set credit = 'dan' where order_id = 'o2';
select alike((select string_agg(distinct object || '.' || "column", ' ') from rollup.verify('2026-01-01', '2027-01-01')), '%settled.orders.credit%',
             'what was tampered with is found beside it');

-- An event that comes again with an earlier time moves its line to another day; until that is settled, both days are right.
select fixture.forget();
select fixture.order('o1', 'ann', 'created 2026-03-01 11:00 amount=60 agent=bob', 'paid 2026-03-05 12:00 amount=60 hash=7');
select fixture.settle('2026-05-01');
select fixture.order('o1', 'ann', 'paid 2026-03-04 12:00 amount=60 hash=7');
select is(fixture.rows('select day from fact.order_event where type = ''paid'''), '2026-03-04', 'the payment has moved');
select is_empty($$ select * from rollup.verify('2026-03-01', '2026-03-10') $$, 'where it was it still counts');
select fixture.mend('day', '{2026-03-05}');
select fixture.settle('2026-05-01');
select is(fixture.rows($$ select start, gross_sales from rollup.agent_period where grain = 'day' and gross_sales <> 0 $$), '2026-03-04 60',
          'a day that is made anew meanwhile loses nothing');

-- What is left out of contacts is days, not a customer for ever.
select fixture.chat('c1', 'ann', 'bob 2026-02-02 answered=10:00>10:01', 'last bob');
select fixture.settle('2026-05-01');
update settled.contact set agent_messages = 7 where day = '2026-02-02';
select fixture.order('o2', 'ann', 'created 2026-03-20 11:00 amount=10');
select fixture.chat('c2', 'ann', 'bob 2026-03-20 answered=10:00>10:01', 'last bob');
select alike((select string_agg(object || '.' || "column", ' ') from rollup.verify('2026-02-01', '2026-03-01')), '%settled.contact.agent_messages%',
             'what is wrong of a customer with new facts on other days is found');
select is(array(select u.day from rollup.unsettled() x cross join unnest(x.customers, x.days) u(customer, day) group by 1 order by 1),
          array['2026-03-19', '2026-03-20', '2026-03-21']::date[], 'the days around the order');

select * from finish();
rollback;
