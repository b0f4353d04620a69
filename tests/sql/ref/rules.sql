-- The rule set and the staff list: ref.rules, ref.rule_list, ref.rule_problem, ref.set_rules, ref.staff_on.
begin;
\ir ../fixture.psql
select plan(36);

select is(fixture.rows('select key, value from ref.rule_list()'),
          'session.idle_hours 24, order.judge order, order.by latest, order.window_days 2, order.pay_days 7, sales.net no, '
          'refund.days 15, response.from question, response.cap_seconds 600, response.slow_seconds 40, response.unanswered omit, response.within 30,60,180, '
          'round.trailing count, ticket.clock elapsed, ticket.reopen_days 15, ticket.complaint_days 6', 'the keys, and the defaults of docs/metrics.md');
select is_empty($$ select key from ref.rule_list() where value <> "default" $$, 'which the list knows as defaults');
select is_empty($$ select key from ref.rule_list() where ref.rule_problem(key, "default") is not null $$, 'and allows');
select is((select count(*) from ref.rule_list() where meaning = ''), 0::bigint, 'each rule says what it means');
select set_eq($$ select replace(key, '.', '_') from ref.rule_list() $$,
              $$ select a.attname::text from pg_attribute a
                  where a.attrelid = 'ref.rule_set'::regclass and a.attnum > 0 and a.attname <> 'effective' $$,
              'each column of the rule set is a rule');

-- Limits stand in the list and in the table's constraints: they agree at both edges.
create function pg_temp.stores(key text, value text) returns boolean language plpgsql as $$
begin
    execute format('update ref.rule_set set %I = %L', replace(key, '.', '_'), coalesce(ref.rule_value(key, value), value));
    raise exception 'undone' using errcode = 'P0002';
exception
    when no_data_found then return true;
    when others then return false;
end $$;
create temporary table attempt as
select r.key, v.value
  from ref.rule_list() r
 cross join lateral regexp_replace(r.allowed, '^up to 4 of ', '') a(allowed)
 cross join lateral (
       select unnest(array[split_part(a.allowed, ' … ', 1)::bigint - 1, split_part(a.allowed, ' … ', 1)::bigint,
                           split_part(a.allowed, ' … ', 2)::bigint, split_part(a.allowed, ' … ', 2)::bigint + 1])::text as value
        where r.allowed like '%…%'
       union all
       select unnest(string_to_array(r.allowed, ', ') || 'nonsense'::text) where r.allowed not like '%…%') v;
select is((select count(*) from attempt), (9 * 4 + 4 + 3 + 3 + 3 + 3 + 3 + 3)::bigint, 'both sides of every edge, and every word');
select is_empty(
    $$ select a.key, a.value from attempt a where (ref.rule_problem(a.key, a.value) is null) <> pg_temp.stores(a.key, a.value) $$,
    'what is allowed is what the table stores');

select is(ref.rule_problem('order.window_days', '0'), 'order.window_days is "0"; it must be a whole number, 1 … 366', 'a number');
select is(ref.rule_problem('order.window_days', '2.5'), 'order.window_days is "2.5"; it must be a whole number, 1 … 366', 'whole');
select is(ref.rule_problem('order.window_days', ''), 'order.window_days is ""; it must be a whole number, 1 … 366', 'not empty');
select is(ref.rule_problem('order.window_days', '99999999999999'),
          'order.window_days is "99999999999999"; it must be a whole number, 1 … 366', 'nor longer than any');
select is(fixture.rows($$ select v, ref.rule_problem('response.within', v) is null as allowed
                            from unnest(array['0', '5,1,31536000,2', '1,2,3,4,5', '', '1,', '1, 2', '1,x', '31536000,31536001']) v $$),
          '0 true, 5,1,31536000,2 true, 1,2,3,4,5 false,  false, 1, false, 1, 2 false, 1,x false, 31536000,31536001 false', 'a list of four at most');
select is(ref.rule_problem('response.within', '9,x'),
          'response.within is "9,x"; it must be whole numbers separated by commas, up to 4 of 0 … 31536000', 'of numbers');
select is(ref.rule_problem('order.by', 'first'), 'order.by is "first"; it must be one of latest, rounds', 'a word');
select matches(ref.rule_problem('order_by', 'latest'), '^order_by is no rule; the rules are session\.idle_hours, ', 'no rule');

-- Setting them: all or none, every problem at once.
select throws_ok(
    $$ select ref.set_rules(array['order.by=rounds', 'x', '=5', 'sales.net=maybe', 'refund.days=367']) $$, '22023',
    E'"x" must have the form key=value\n"=5" must have the form key=value\nsales.net is "maybe"; it must be one of yes, no\n'
    'refund.days is "367"; it must be a whole number, 0 … 366', 'every problem in one message, in the order given');
select is((ref.rules()).order_by, 'latest', 'and nothing is set');
select lives_ok($$ select ref.set_rules(array['order.by=rounds', 'sales.net=yes', 'order.window_days=3', 'refund.days=0']) $$,
                'several at once');
select is(fixture.rows('select key, value from ref.rule_list() where value <> "default"'),
          'order.by rounds, order.window_days 3, sales.net yes, refund.days 0', 'are set, and no other');
select lives_ok($$ select ref.set_rules(array['response.within=9,040,9']) $$, 'a list');
select is((select value from ref.rule_list() where key = 'response.within'), '9,40', 'is kept in order, each number once');
select lives_ok($$ select ref.set_rules(array['sales.net=no', 'sales.net=yes', 'sales.net=no']) $$, 'one may come twice');
select is((ref.rules()).sales_net, false, 'the last counts');
select is((select count(*) from ref.rule_set), 1::bigint, 'there is one rule set');

select fixture.survey(1, '2026-03-02 10:00', 5, 5);
select throws_ok($$ select ref.set_rules(array['session.idle_hours=9']) $$, '55000', 'session.idle_hours is fixed once there are events: what is stored of them has its shape',
                 'after the first event no more');
select throws_ok($$ select ref.set_rules(array['order.by=x']) $$, '22023', 'order.by is "x"; it must be one of latest, rounds',
                 'what is wrong is said first');
insert into ref.rule_set (effective, order_window_days) values ('2026-01-01', 9);
select is((ref.rules()).order_window_days, 9, 'the newest rule set is in force');

-- Staff: each member keeps the last value given, in event order (time, hash), from the business day of its time.
insert into fact.agent_event (hash, at, day, agent, name, team, role, status, joined, lead) values
(1, '2026-03-02 09:00', '2026-03-02', 'bob', 'Bob', 'east', 'agent', 'probation', '2026-03-01', null),
(3, '2026-03-05 09:00', '2026-03-05', 'bob', null, 'west', null, 'regular', null, null),
(2, '2026-03-05 09:00', '2026-03-05', 'bob', 'Bobby', 'north', null, null, null, 'kim'),
(4, '2026-03-04 09:00', '2026-03-04', 'cat', null, 'east', null, null, null, null);
create function pg_temp.staff(day date) returns text language sql as $$
    select fixture.rows(format('select agent, name, team, role, status, joined, lead from ref.staff_on(%L) order by agent', day))
$$;
select is(pg_temp.staff('2026-03-01'), null, 'nobody before the first record');
select is(pg_temp.staff('2026-03-02'), 'bob Bob east agent probation 2026-03-01 null', 'from the day of its time');
select is(pg_temp.staff('2026-03-04'), 'bob Bob east agent probation 2026-03-01 null, cat null east null null null null',
          'each agent');
select is(pg_temp.staff('2026-03-05'), 'bob Bobby west agent regular 2026-03-01 kim, cat null east null null null null',
          'of two records of one instant the larger hash has the last word on what both give; what is absent stays');
insert into fact.agent_event (hash, at, day, agent, status, "left") values
    (5, '2026-03-09 09:00', '2026-03-09', 'bob', 'left', '2026-03-31');
select is(fixture.rows($$ select agent, status, "left" from ref.staff_on('2026-03-09') where agent = 'bob' $$),
          'bob left 2026-03-31',
          'who leaves stays in the list');
select is(fixture.rows($$ select agent, employee from ref.staff_on('2026-03-08') where "left" is null order by agent$$), 'bob null, cat null',
          'and had not left the day before');

-- Who comes back has not left: by a later day of joining, or by a status given since.
insert into fact.agent_event (hash, at, day, agent, status, joined, "left") values
    (6, '2026-04-02 09:00', '2026-04-02', 'bob', null, '2026-05-01', null),
    (7, '2026-03-01 09:00', '2026-03-01', 'dan', 'regular', '2020-01-01', null), (8, '2026-03-20 09:00', '2026-03-20', 'dan', 'left', null, '2026-03-20'),
    (9, '2026-04-10 09:00', '2026-04-10', 'dan', 'probation', null, null), (10, '2026-04-20 09:00', '2026-04-20', 'dan', 'left', null, null),
    (11, '2026-03-01 09:00', '2026-03-01', 'eva', 'regular', '2020-01-01', '2026-03-31'), (12, '2026-04-15 09:00', '2026-04-15', 'eva', null, '2020-01-01', null);
create function pg_temp.stay(agent text, day date) returns text language sql as $$
    select fixture.rows(format('select status, joined, "left" from ref.staff_on(%L) where agent = %L', day, agent))
$$;
select is(array[pg_temp.stay('bob', '2026-04-30'), pg_temp.stay('bob', '2026-05-01')], array['left 2026-05-01 2026-03-31', 'null 2026-05-01 null'],
          'from the day of joining again');
select is(array[pg_temp.stay('dan', '2026-04-09'), pg_temp.stay('dan', '2026-04-10'), pg_temp.stay('dan', '2026-04-20')],
          array['left 2020-01-01 2026-03-20', 'probation 2020-01-01 null', 'left 2020-01-01 2026-03-20'], 'by the status; and who leaves again has left');
select is(array[pg_temp.stay('eva', '2026-04-14'), pg_temp.stay('eva', '2026-04-15')], array['regular 2020-01-01 2026-03-31', 'regular 2020-01-01 2026-03-31'],
          'a record sent again brings nobody back');

select * from finish();
rollback;
