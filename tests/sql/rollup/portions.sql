-- rollup.mend and name_wrong take so many rows at a time, however many a day has.
begin;
\ir ../fixture.psql
select plan(19);

-- 1,200 contacts of 1,200 agents on one day, and 601 customers of one agent with an order each.
insert into fact.contact_part (customer, day, conversation, agent, counts_after, customer_messages, agent_messages)
select fixture.customer('c' || n), '2026-03-02', n, 'a' || n, '-infinity', 1, 1 from generate_series(1, 1200) n;
insert into fact.order_event (order_id, hash, type, at, day, customer, amount, agent, flagged)
select n, n * 10 + k, (array['created', 'paid']::fact.order_event_type[])[k], '2026-03-02 10:00'::timestamptz, '2026-03-02',
       fixture.customer('c' || n), 5, 'a1', false
  from generate_series(1, 601) n cross join generate_series(1, 2) k;
insert into ingest.dirty (customers, days, orders)
select array_agg(p.customer), array_agg(p.day), (select array_agg(distinct e.order_id) from fact.order_event e)
  from fact.contact_part p;
select fixture.settle();
select is((select count(*) from rollup.agent_period where grain = 'day'), 1200::bigint, 'a row for each agent');
select is(fixture.differences(), null, 'all is right');
create temporary table right_one as select fixture.settled() as everything;

-- What a step changed, besides the number that it returns.
create function pg_temp.changed(relation regclass) returns bigint language sql as $$
    select s.n_tup_ins + s.n_tup_upd + s.n_tup_del from pg_stat_xact_user_tables s where s.relid = relation
$$;
create function pg_temp.steps(relation regclass, grain text, start date) returns text language plpgsql as $$
declare
    told   integer;
    before bigint;
    answer text[];
begin
    loop
        before := pg_temp.changed(relation);
        told := rollup.mend(grain, start);
        answer := answer || format('%s: %s', told, pg_temp.changed(relation) - before);
        exit when told = 0;
    end loop;
    return array_to_string(answer, ', ');
end $$;

update rollup.agent_period set received = received + 1 where grain = 'day';
select is(pg_temp.steps('rollup.agent_period', 'day', '2026-03-02'), '500: 500, 500: 500, 200: 200, 0: 0', 'sums of a day');
delete from rollup.agent_period where grain = 'month';
select is(pg_temp.steps('rollup.agent_period', 'month', '2026-03-01'), '500: 500, 500: 500, 200: 200, 0: 0', 'of a month');
insert into rollup.agent_period (grain, start, agent) select 'day', '2026-03-02', 'b' || n from generate_series(1, 501) n;
select is(pg_temp.steps('rollup.agent_period', 'day', '2026-03-02'), '500: 500, 1: 1, 0: 0', 'rows of nothing');
update settled.buyer set in_time = in_time + 1 where grain = 'day';
select is(pg_temp.steps('settled.buyer', 'day', '2026-03-02'), '601: 601, 0: 0', 'buyers of a day, however few agents');
delete from settled.buyer where grain = 'month';
select is(pg_temp.steps('settled.buyer', 'month', '2026-03-01'), '601: 601, 0: 0', 'of a month');
insert into settled.buyer select 'b', fixture.customer('b' || n), 'day', '2026-03-02', 0, 0, 0, 0 from generate_series(1, 5001) n;
select is(pg_temp.steps('settled.buyer', 'day', '2026-03-02'), '5000: 5000, 1: 1, 0: 0', 'buyers of nothing');
select ok((select everything = fixture.settled() from right_one), 'all as it was');
select is(rollup.mend('day', '2026-03-03'), 0, 'a day with nothing');

-- Settled rows are named, those that are wrong, so many at a time.
update settled.contact set agent_messages = 9 where agent < 'a2';
update settled.orders set credit = 'b' where order_id <= '2';
select is(fixture.rows($$ select settled, days from rollup.wrong_days('2026-03-02') $$), 'true ["2026-03-02"]', 'of a day');
select rollup.name_wrong('2026-03-02');
select is((select count(*) from ingest.dirty where names > 50), 0::bigint, 'never more than fifty a row');
select is((select array[sum(cardinality(orders)), sum(cardinality(customers))] from ingest.dirty),
          (select array[count(*) filter (where order_id <= '2'), (select count(*) from settled.contact where agent < 'a2')]
             from settled.orders), 'each once, and no others');
truncate ingest.dirty;
select fixture.rebuild('2026-03-02', '2026-03-03');
select ok((select everything = fixture.settled() from right_one), 'and made anew');

-- Dimensions, which are no measures.
select fixture.forget();
select fixture.survey(n, '2026-03-02 12:00', 4, 5, null, null, 'a' || n, null, 'speed') from generate_series(1, 501) n;
select fixture.settle();
delete from right_one; insert into right_one select fixture.settled();
update rollup.dimension_period set csat_sum = csat_sum + 1, surveys = surveys + 1 where grain = 'day';
select is(pg_temp.steps('rollup.dimension_period', 'day', '2026-03-02'), '500: 500, 1: 1, 0: 0', 'dimensions of a day');
delete from rollup.dimension_period where grain = 'month' and agent = 'a7';
insert into rollup.dimension_period values ('month', '2026-03-01', 'b', 'speed', 2, 9);
select is(pg_temp.steps('rollup.dimension_period', 'month', '2026-03-01'), '2: 2, 0: 0', 'of a month: one that is missing, one of nothing');
select ok((select everything = fixture.settled() from right_one), 'all as it was');

-- A first purchase that is wrong: the repeats that it makes count on days of their own.
select fixture.forget();
select fixture.order('first', 'ann', 'created 2026-03-02 11:00 amount=10 agent=bob', 'paid 2026-03-02 12:00 amount=10');
select fixture.order('again', 'ann', 'created 2026-03-04 11:00 amount=20 agent=bob', 'paid 2026-03-05 12:00 amount=20');
select fixture.settle();
delete from right_one; insert into right_one select fixture.settled();
update settled.orders set in_time_paid = false where order_id = 'first';
select is(fixture.rows($$ select settled, array(select d from unnest(days) d order by d) as days from rollup.wrong_days('2026-03-02') $$),
          'true ["2026-03-02","2026-03-05"]', 'they may be wrong, too');
select fixture.rebuild('2026-03-02', '2026-03-03');
select ok((select everything = fixture.settled() from right_one), 'and are right again');

select * from finish();
rollback;
