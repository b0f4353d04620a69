-- repeat_sales: settle.repeats_of, rollup.order_line, rollup.wrong_days. An order whose customer had bought before: an unflagged order in
-- time paid, whoever was credited with it, created strictly earlier.
begin;
\ir ../fixture.psql
select plan(39);

create function pg_temp.repeats() returns text language sql as $$
    select fixture.rows($q$ select agent, to_char(start, 'MM-DD') as d, gross_repeat_sales, repeat_refunded from rollup.agent_period
                             where grain = 'day' and gross_repeat_sales > 0 order by 2, 1 $q$)
$$;
create function pg_temp.settled() returns text language plpgsql as $$
begin
    perform fixture.settle();
    return coalesce(pg_temp.repeats(), 'none') || coalesce(' but ' || fixture.differences(), '');
end $$;

-- The first order is none, the second is one as soon as the first is paid in time: also if that comes last.
select fixture.order('o2', 'ann', 'created 2026-03-05 10:00 amount=20 agent=bob', 'paid 2026-03-06 10:00 amount=20');
select is(pg_temp.settled(), 'none', 'nothing earlier');
select fixture.order('o1', 'ann', 'created 2026-03-02 10:00 amount=10 agent=cat');
select is(pg_temp.settled(), 'none', 'earlier, but not paid');
select fixture.order('o1', 'ann', 'paid 2026-03-03 10:00 amount=9');
select is(pg_temp.settled(), 'none', 'not all of it');
select fixture.order('o1', 'ann', 'paid 2026-03-09 10:00 amount=1');
select is(pg_temp.settled(), 'bob 03-06 20 0', 'in time paid to the millisecond, of whatever credit, though after the second was');
select is(fixture.metric('bob', 'repeat_sales') || ' of ' || fixture.metric('bob', 'sales'), '20 of 20', 'as a metric');
select is(fixture.metric('cat', 'repeat_sales') || ' of ' || fixture.metric('cat', 'sales'), '0 of 10', 'the first order is no repeat');

-- Each thing that makes the first no purchase takes the repeat back, and gives it again.
select fixture.order('o1', 'ann', 'updated 2026-03-10 10:00 flagged=yes');
select is(pg_temp.settled(), 'none', 'a flagged order is none that was bought');
select fixture.order('o1', 'ann', 'updated 2026-03-11 10:00 flagged=no');
select is(pg_temp.settled(), 'bob 03-06 20 0', 'not flagged after all');
select fixture.order('o1', 'ann', 'updated 2026-03-12 10:00 amount=11');
select is(pg_temp.settled(), 'none', 'the price was raised');
select fixture.order('o1', 'ann', 'updated 2026-03-13 10:00 amount=10 pay_due=2026-03-09T09:59');
select is(pg_temp.settled(), 'none', 'a deadline that was missed by a minute');
select fixture.order('o1', 'ann', 'updated 2026-03-14 10:00 pay_due=2026-03-09T10:00');
select is(pg_temp.settled(), 'bob 03-06 20 0', 'put off by a minute');
insert into fact.exclusion (kind, reference, reason, excluded_at, excluded_by) values ('order', 'o1', 'brushing', '2026-04-01Z', 'lea');
insert into ingest.dirty (orders) values ('{o1}');
select is(pg_temp.settled(), 'none', 'excluded');
update fact.exclusion set ended_at = '2026-04-02Z', ended_by = 'lea', ended_reason = 'as it was';
insert into ingest.dirty (orders) values ('{o1}');
select is(pg_temp.settled(), 'bob 03-06 20 0', 'and back');

-- Strictly earlier: at the same moment neither is a repeat; a millisecond makes one.
select fixture.order('o0', 'ann', 'created 2026-03-02 10:00 amount=3 agent=dan', 'paid 2026-03-02 11:00 amount=3');
select is(pg_temp.settled(), 'bob 03-06 20 0', 'at one moment with the first');
select fixture.order('o0', 'ann', 'created 2026-03-02 09:59:59.999 amount=3 agent=dan');
select is(pg_temp.settled(), 'cat 03-03 9 0, bob 03-06 20 0, cat 03-09 1 0',
          'created a millisecond before: that first is a repeat now, by the days of its payments');
select fixture.order('o0', 'cid', 'created 2026-03-02 09:00 amount=3 agent=dan');
select is(pg_temp.settled(), 'bob 03-06 20 0', 'it turns out to be another customer''s');
select fixture.order('o0', 'ann', 'created 2026-03-02 08:00 amount=3 agent=dan');
select is(pg_temp.settled(), 'cat 03-03 9 0, bob 03-06 20 0, cat 03-09 1 0', 'or not');

-- Net: what was refunded is taken off by the day of the payment.
select fixture.order('o2', 'ann', 'refunded 2026-03-07 10:00 amount=5');
select is(pg_temp.settled(), 'cat 03-03 9 0, bob 03-06 20 5, cat 03-09 1 0', 'refunded');
select is(fixture.metric('bob', 'repeat_sales'), 20::numeric, 'gross');
update ref.rule_set set sales_net = true;
select is(fixture.metric('bob', 'repeat_sales') || ' ' || fixture.metric('bob', 'sales'), '15 15', 'net, as sales are');
update ref.rule_set set sales_net = false;

-- Silent orders are repeats too; flagged and unpaid ones bring no sales.
select fixture.order('o3', 'ann', 'created 2026-03-20 10:00 amount=7', 'paid 2026-04-20 10:00 amount=7');
select fixture.order('o4', 'ann', 'created 2026-03-20 11:00 amount=8 agent=bob flagged=yes', 'paid 2026-03-20 12:00 amount=8');
select fixture.order('o5', 'ann', 'created 2026-03-20 12:00 amount=9 agent=bob');
select fixture.order('o6', 'ann', 'paid 2026-03-20 12:00 amount=9');
select is(pg_temp.settled(), 'cat 03-03 9 0, bob 03-06 20 5, cat 03-09 1 0, (silent) 04-20 7 0',
          'paid too late is still a sale to who bought before; flagged, unpaid and never created is none');
select is(fixture.metric('(silent)', 'repeat_sales', '2026-04-01'), 7::numeric, 'of a silent order');

-- What moves, and nothing else.
create function pg_temp.moved(old text[], new text) returns text language sql as $$
    select coalesce(array_to_string(settle.repeats_of(
               array(select o from settled.orders o where o.order_id = any (old) order by o.order_id),
               array(select jsonb_populate_record(o, new::jsonb) from settled.orders o where o.order_id = any (old))), ' '), '')
$$;
select is(pg_temp.moved('{o0}', '{}'), '', 'nothing changes');
select is(pg_temp.moved('{o1}', '{"in_time_paid": false}'), '', 'another one is still the first');
select is(pg_temp.moved('{o0}', '{"in_time_paid": false}'), 'o1', 'the next one becomes the first');
select is(pg_temp.moved('{o0}', '{"created_at": "2026-03-03T00:00:00Z"}'), 'o1', 'it comes after the next one');
select is(pg_temp.moved('{o0}', '{"created_at": "2026-03-01T00:00:00Z"}'), '', 'the first was earlier yet');
select is(pg_temp.moved('{o0,o1}', '{"flagged": true}'), 'o2', 'both');
select is(pg_temp.moved('{o0,o1,o2}', '{"flagged": true}'), 'o3 o4 o5', 'all that were bought: whatever else there is');
select is(cardinality(settle.repeats_of(null, null)), 0, 'of nothing, none');

-- A rebuild of a day reaches the payments of what is a repeat by it.
update settled.orders set in_time_paid = false where order_id in ('o0', 'o1', 'o2');
select is((select max(d) from rollup.wrong_days('2026-03-02') w cross join unnest(w.days) d), '2026-04-20'::date, 'of the first purchase');
select is(fixture.differences() ~ 'gross_repeat_sales', true, 'tampered with');
select fixture.rebuild('2026-03-01', '2026-05-01');
select is(pg_temp.settled(), 'cat 03-03 9 0, bob 03-06 20 5, cat 03-09 1 0, (silent) 04-20 7 0', 'mended');

-- Whatever came first, and however often it was settled between.
create temporary table step (n integer generated always as identity, what text);
insert into step (what) values
('select fixture.order(''a'', ''ann'', ''created 2026-03-02 10:00 amount=10 agent=bob hash=1'')'),
('select fixture.order(''a'', ''ann'', ''paid 2026-03-03 10:00 amount=10 hash=2'')'),
('select fixture.order(''a'', ''ann'', ''updated 2026-03-04 10:00 flagged=yes hash=3'')'),
('select fixture.order(''a'', ''cid'', ''created 2026-03-01 10:00 amount=10 agent=bob hash=4'')'),
('select fixture.order(''b'', ''ann'', ''created 2026-03-05 10:00 amount=20 agent=cat hash=5'', ''paid 2026-03-05 11:00 amount=20 hash=6'')'),
('select fixture.order(''b'', ''ann'', ''updated 2026-03-06 10:00 amount=25 hash=7'')'),
('select fixture.order(''b'', ''ann'', ''updated 2026-03-07 10:00 amount=20 hash=8'')'),
('select fixture.order(''c'', ''ann'', ''created 2026-03-08 10:00 amount=30 agent=bob hash=9'', ''paid 2026-03-09 10:00 amount=30 hash=10'')'),
('select fixture.order(''d'', ''ann'', ''paid 2026-04-01 10:00 amount=40 hash=11'')'),
('select fixture.order(''d'', ''ann'', ''created 2026-03-31 10:00 amount=40 agent=cat hash=12'', ''refunded 2026-04-02 10:00 amount=1 hash=13'')'),
('select fixture.order(''e'', ''cid'', ''created 2026-03-08 10:00 amount=50 agent=bob hash=14'', ''paid 2026-03-09 10:00 amount=50 hash=15'')'),
('select fixture.order(''e'', ''cid'', ''updated 2026-03-03 10:00 flagged=no hash=16'')'),
('select fixture.order(''a'', ''cid'', ''updated 2026-03-05 10:00 flagged=no hash=17'')');
create function pg_temp.result(seed double precision, every integer) returns text language plpgsql as $$
declare
    s record;
begin
    perform fixture.forget();
    perform setseed(seed);
    for s in select what, row_number() over () as place from (select what from step order by random()) r loop
        execute s.what;
        if s.place % every = 0 then
            perform fixture.settle('2026-05-01');
        end if;
    end loop;
    perform fixture.settle('2026-05-01');
    return fixture.settled();
end $$;
create temporary table together as select pg_temp.result(0, 100) as result;
-- a is cid's (his creation came first) and unflagged again, so e is a repeat; b is ann's first, c and d are repeats.
select is(pg_temp.repeats(), 'bob 03-09 80 0, cat 04-01 40 1', 'c and e on one day, d in the next month');
select is(fixture.differences(), null, 'verified');
select is(pg_temp.result(seed / 10.0, 1 + seed % 2), (select result from together), 'order of arrival ' || seed)
  from generate_series(1, 4) seed;

select * from finish();
rollback;
