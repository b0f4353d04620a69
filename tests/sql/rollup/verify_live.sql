-- rollup.verify on a shop with work left: what is not settled is no difference, and what is wrong is still found.
begin;
\ir ../fixture.psql
select plan(5);

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

select * from finish();
rollback;
