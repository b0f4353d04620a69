-- settle.run and its steps: exactly what is dirty, what time alone changes, and no trace of the order in which things came.
-- Invariants 4, 5 and 6.
begin;
\ir ../fixture.psql
select plan(52);

create function pg_temp.run(as_of timestamptz default '2026-06-01') returns text language sql as $$
    select r.worked || ' ' || r.settled || ' ' || r.dirty_left from settle.run(as_of) r
$$;

-- What is left, and how much that is.
insert into ingest.dirty (tickets, orders) values ('{t1}', '{o1}'), ('{t2,t3}', null), (null, '{o2}');
select is(fixture.rows($$ select settled, dirty_left, names_left from settle.run('2026-06-01', names => 2) $$), '1 true 3',
          'a row that names two; three are left');
delete from ingest.dirty; delete from settle.state;

-- settle.take_dirty: the oldest rows, about 100,000 names, at least one row.
create function pg_temp.named(names integer) returns void language sql as $$
    insert into ingest.dirty (tickets) select array_agg('t' || n) from generate_series(1, names) n
$$;
select is(fixture.rows('select * from settle.take_dirty()'), '0 null null null null null null 0 null null',
          'nothing dirty: no row taken, nothing named');
select pg_temp.named(60000); select pg_temp.named(60000); select pg_temp.named(1);
select is(fixture.rows('select id, cardinality(tickets) as n from settle.take_dirty()'), '2 120000', 'until 100,000 are named');
select is(fixture.rows('select id, tickets from settle.take_dirty()'), '1 ["t1"]', 'then the rest');
select pg_temp.named(250000); select pg_temp.named(1);
select is(fixture.rows('select id, cardinality(tickets) as n from settle.take_dirty()'), '1 250000', 'one row, however large');
insert into ingest.dirty (surveys, orders, conversations, customers, days)
select array[n], array['o' || n], array['c' || n], array[fixture.customer('x' || n), fixture.customer('y' || n)],
    array[date '2026-01-01' + n, date '2026-02-01' + n]
  from generate_series(1, 3) n;
delete from ingest.dirty where tickets is not null;
select is(fixture.rows('select id, orders, conversations, surveys, days from settle.take_dirty()'),
          '3 ["o1","o2","o3"] ["c1","c2","c3"] [1,2,3] '
          '["2026-01-02","2026-02-02","2026-01-03","2026-02-03","2026-01-04","2026-02-04"]', 'rows joined into one');
insert into ingest.dirty (customers, days) values
(array[fixture.customer('a'), fixture.customer('b')], array[date '2026-01-01', '2026-01-02']),
(array[fixture.customer('c')], array[date '2026-01-03']);
select ok((select d.customers = array[fixture.customer('a'), fixture.customer('b'), fixture.customer('c')]
                  and d.days = array[date '2026-01-01', '2026-01-02', '2026-01-03'] from settle.take_dirty() d),
                      'customers beside their days');

-- settle.run: what it answers.
select is(pg_temp.run('2026-03-01'), 'true 0 false', 'nothing to do');
select is((select as_of from settle.state), timestamptz '2026-03-01', 'it was settled as of then');
select fixture.ticket('t1', 'created 2026-03-02 10:00 agent=bob category=dispute');
select fixture.ticket('t2', 'created 2026-03-02 10:00 agent=bob category=dispute');
select is(pg_temp.run(), 'true 2 false', 'two writes');
select is(pg_temp.run(), 'true 0 false', 'nothing is left');
select is((select count(*) from settle.state), 1::bigint, 'one state');
select fixture.ticket('t3', 'created 2026-03-02 10:00 category=dispute');
insert into ingest.dirty (tickets) select array_agg('none'::text) from generate_series(1, 100000);
select fixture.ticket('t4', 'created 2026-03-02 10:00 category=dispute');
select is(pg_temp.run(), 'true 2 true', 'more than one batch: there is more');
select is(pg_temp.run(), 'true 1 false', 'the rest');
select ok(settle.lock(false) and settle.lock(true), 'the lock is ours already');
select is((select count(*) from pg_locks where relation = 'settle.state'::regclass and pid = pg_backend_pid() and granted
              and mode = 'ShareUpdateExclusiveLock'), 1::bigint, 'and held to the end of the transaction');
select is(current_setting('lock_timeout'), '0', 'other locks are waited for as before');

-- Only what is dirty: a fact without a dirty row changes nothing (and rollup.verify finds it).
select fixture.ticket('t5', 'created 2026-03-02 10:00 agent=bob category=dispute');
delete from ingest.dirty;
select is(pg_temp.run(), 'true 0 false', 'nothing dirty');
select is((select count(*) from settled.ticket where ticket = 't5'), 0::bigint, 'so the ticket is not settled');
insert into ingest.dirty (tickets) values (array['t5']);
select from pg_temp.run();
select is((select count(*) from settled.ticket where ticket = 't5'), 1::bigint, 'named, it is');
insert into ingest.dirty (tickets, orders, customers, days, conversations, surveys)
values (array['t5', 'nix'], array['nix'], array[fixture.customer('nix')], array[date '2026-03-02'], array['nix'], array[99]);
create temporary table before as select fixture.settled() as everything,
    (select array_agg(t.ctid::text) from settled.ticket t) as written;
select is(pg_temp.run(), 'true 1 false', 'names of nothing, or of what is as it was');
select is(fixture.settled(), (select everything from before), 'change nothing');
select is((select array_agg(t.ctid::text) from settled.ticket t), (select written from before), 'and write nothing');
-- Facts that are gone: the settled rows go, too.
delete from fact.ticket_event;
insert into ingest.dirty (tickets) values (array['t1', 't2', 't3', 't4', 't5']);
select from pg_temp.run();
select is(fixture.settled(), null, 'without facts nothing is settled, and sums of 0 leave no row');

-- Time alone: a round goes unanswered once as_of is later than its deadline, and waits again before it.
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:01',
                    'bob 2026-03-02 unanswered=11:00 messages=1/0 after=2026-03-03T11:00');
select from pg_temp.run('2026-03-03 11:00');
create function pg_temp.unanswered() returns text language sql as $$
    select coalesce((select unanswered from settled.contact),
                    0) || ' ' || coalesce((select value from rollup.agent_day where measure = 'unanswered_rounds'), 0)
           || ' ' || coalesce((select value from rollup.agent_month where measure = 'unanswered_rounds'), 0)
$$;
select is(pg_temp.unanswered(), '0 0 0', 'at the deadline it waits');
select is(pg_temp.run('2026-03-03 11:00:00.001'), 'true 0 false', 'a moment later, nothing is dirty');
select is(pg_temp.unanswered(), '1 1 1', 'but it is unanswered');
select from pg_temp.run('2026-03-09');
select is(pg_temp.unanswered(), '1 1 1', 'and stays so');
select from pg_temp.run('2026-03-03 11:00');
select is(pg_temp.unanswered(), '0 0 0', 'back at the deadline it waits again');
select from pg_temp.run('2026-03-01');
select is(pg_temp.unanswered(), '0 0 0', 'and before');
select is((select as_of from settle.state), timestamptz '2026-03-01', 'the state goes back, too');
select from pg_temp.run('2026-06-01');
select is(pg_temp.unanswered(), '1 1 1', 'from far away');

-- A ticket's due time passes.
select fixture.forget();
select fixture.ticket('t1', 'created 2026-03-02 10:00 agent=bob category=complaint');
select fixture.ticket('t2', 'created 2026-03-02 10:00 agent=bob due=2026-03-04T10:00Z', 'resolved 2026-03-05 10:00');
select from pg_temp.run('2026-03-08 10:00');
create function pg_temp.overdue() returns text language sql as $$
    select fixture.rows('select ticket, overdue from settled.ticket order by 1') || '; ' || fixture.metric('bob', 'overdue')
$$;
select is(pg_temp.overdue(), 't1 false, t2 true; 1', 'a complaint of the 2nd is due on the 8th');
select from pg_temp.run('2026-03-08 10:00:00.001');
select is(pg_temp.overdue(), 't1 true, t2 true; 2', 'then it is overdue');
select from pg_temp.run('2026-03-03');
select is(pg_temp.overdue(), 't1 false, t2 true; 1', 'before, it is not; a resolution too late is known already');

-- Orders and contacts follow each other. settle.apply_orders tells which settled contacts (window: a day to each side) and surveys.
select fixture.forget();
select fixture.chat('a', 'ann', 'bob 2026-03-09 messages=1/1', 'bob 2026-03-10 messages=1/1', 'bob 2026-03-11 messages=1/1');
select fixture.chat('c', 'cid', 'bob 2026-03-07 messages=1/1', 'bob 2026-03-08 messages=1/1', 'bob 2026-03-09 messages=1/1');
select fixture.settle();
create function pg_temp.applied(order_id text) returns text language sql as $$
    select coalesce(array_to_string(a.recredited, ' '), '-') || ': '
           || coalesce((select string_agg(case k.c when fixture.customer('ann') then 'ann' else 'cid' end || to_char(k.d, 'DD'),
                       ' ' order by k.d, k.c)
                          from unnest(a.customers, a.days) as k(c, d)), '-')
      from settle.apply_orders(array[order_id]) a
$$;
select fixture.order('o1', 'ann', 'created 2026-03-10 10:00 amount=10');
select is(pg_temp.applied('o1'), 'o1: ann09 ann10 ann11', 'a new order');
select is(pg_temp.applied('o1'), '-: -', 'the same again');
select fixture.order('o1', 'ann', 'paid 2026-03-11 10:00 amount=4');
select is(pg_temp.applied('o1'), '-: -', 'a part payment changes no contact');
select fixture.order('o1', 'ann', 'paid 2026-03-12 10:00 amount=6');
select is(pg_temp.applied('o1'), '-: ann09 ann10 ann11', 'paid in time does');
select fixture.order('o1', 'cid', 'created 2026-03-08 10:00 amount=10');
select is(replace(replace(pg_temp.applied('o1'), 'cid09 ann09', '+'), 'ann09 cid09', '+'), '-: cid07 cid08 + ann10 ann11',
          'an earlier created of another customer: both');
select fixture.order('o1', 'cid', 'created 2026-03-09 10:00 amount=10 flagged=yes');
select is(pg_temp.applied('o1'), 'o1: cid07 cid08 cid09', 'flagged');
select is(pg_temp.applied('none'), '-: -', 'no order');
select fixture.order('o2', 'ann', 'created 2026-03-12 10:00 amount=10');
select is(pg_temp.applied('o2'), 'o2: ann11', 'a contact that is not settled is named when it comes');

-- One set of facts, in twelve orders, settled after every third step or at the end, forth and back in time: one result.
create temporary table step (n integer generated always as identity, what text);
insert into step (what) values
('select fixture.chat(''c1'', ''ann'', ''bob 2026-03-02 answered=10:00>10:01 messages=3/2'', ''last bob'')'),
('select fixture.chat(''c2'', ''ann'', ''cat 2026-03-02 answered=11:00>11:10 intent=presale@11:00'', '
 '''cat 2026-03-04 messages=0/1 agent_at=09:00..09:00'', ''last cat'')'),
('select fixture.chat(''c3'', ''ann'', ''cat 2026-03-03 unanswered=12:00 messages=1/0 after=2026-03-04T12:00'')'),
('select fixture.chat(''c4'', ''cid'', ''bob 2026-03-31 answered=23:59>2026-04-01T00:05'', '
 '''bob 2026-04-01 carried=2026-03-31T23:59>00:05'')'),
('select fixture.order(''o1'', ''ann'', ''created 2026-03-02 10:30 amount=100'')'),
('select fixture.order(''o1'', ''ann'', ''created 2026-03-02 12:30 amount=90'')'),
('select fixture.order(''o1'', ''ann'', ''paid 2026-03-05 10:00 amount=60'')'),
('select fixture.order(''o1'', ''ann'', ''paid 2026-03-06 10:00 amount=40'', ''refunded 2026-03-07 10:00 amount=50'')'),
('select fixture.order(''o2'', ''cid'', ''created 2026-04-01 00:05 amount=7'', ''paid 2026-04-02 00:05 amount=7'')'),
('select fixture.order(''o3'', ''ann'', ''created 2026-03-02 10:59 amount=7'')'),
('select fixture.order(''o3'', ''ann'', ''created 2026-03-09 10:00 amount=7 flagged=yes'')'),
('select fixture.ticket(''t1'', ''created 2026-03-02 10:00 agent=bob category=complaint'')'),
('select fixture.ticket(''t1'', ''resolved 2026-03-09 10:00 agent=cat'')'),
('select fixture.ticket(''t1'', ''reopened 2026-03-10 10:00'', ''replied 2026-03-10 11:00 agent=dan'')'),
('select fixture.survey(1, ''2026-03-05 10:00'', 4, 5, ''order'', ''o1'')'),
('select fixture.survey(2, ''2026-03-05 10:00'', 2, 5, ''ticket'', ''t1'')'),
('select fixture.survey(3, ''2026-03-05 10:00'', 3, 5, ''conversation'', ''c2'')'),
('select fixture.survey(4, ''2026-03-09 09:00'', 3, 5, ''order'', ''o1'', survey => ''s'')'),
('select fixture.survey(5, ''2026-03-09 12:00'', 5, 5, ''ticket'', ''t1'', survey => ''s'')'),
('select fixture.survey(6, ''2026-03-10 12:00'', 1, 5, survey => ''s'')'),
('select fixture.survey(6, ''2026-03-08 12:00'', 2, 5, survey => ''s'')');
create function pg_temp.result(seed double precision, every integer) returns text language plpgsql as $$
declare
    s record;
begin
    perform fixture.forget();
    perform setseed(seed);
    for s in select what, row_number() over () as place from (select what from step order by random()) r loop
        execute s.what;
        if s.place % every = 0 then
            perform settle.run(timestamptz '2026-03-01' + random() * interval '90 days');
        end if;
    end loop;
    perform fixture.settle('2026-05-01');
    return fixture.settled();
end $$;
create temporary table together as select pg_temp.result(0, 100) as result;
select is(pg_temp.result(seed / 10.0, 1 + seed % 3), (select result from together),
          'order of arrival ' || seed) from generate_series(1, 6) seed;
-- What it is: cat answered 11:10 and is credited neither of 10:30 nor of 10:59; bob is of o1; o3 is flagged; cat assists on the 4th.
select is(fixture.rows($$ select order_id, credit, in_time_paid, assists from settled.orders order by 1 $$),
          'o1 bob true ["cat"], o2 bob true null, o3 bob false null', 'orders');
select is(fixture.rows($$ select c.agent, to_char(c.day, 'MM-DD') as d, inquirers, ordered,
          paid from settled.contact c order by c.day, c.agent $$),
          'bob 03-02 1 1 1, cat 03-02 1 0 0, cat 03-03 0 0 0, cat 03-04 0 0 0, bob 03-31 1 1 1, bob 04-01 0 0 0', 'contacts');
select is(fixture.rows('select hash, agent from settled.survey order by 1'), '1 bob, 2 bob, 3 cat, 6 bob', 'surveys: of the ticket, who owned it before cat resolved it');

select * from finish();
rollback;
