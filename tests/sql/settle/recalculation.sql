-- Rules from a month on, and what follows: ref.set_rules, rules_on, rule_span, window_days, rule_list; settle.rules_of, hold, month_moved, hold_for_rules,
-- hold_for_named, recalculate_step, name_day, facts_end, drop_held, tickets_are_judged; rollup.by_rule, shown_period, shown_dimension,
-- shown_rules, count_buyers;
-- period.refuse_recalculating, ref.rules_kept_problem, and who else must wait or shows that it is under way.
begin;
\ir ../fixture.psql
set local merit.now = '2026-04-20Z';
select plan(91);

create function pg_temp.metric(metric text) returns text language sql as $$
    select fixture.rows(format('select to_char(m.start, ''MM'') as month, m.value from rollup.metric m
                                 where m.grain = ''month'' and m.agent = ''bob'' and m.metric = %L order by m.start', metric))
$$;
create function pg_temp.live(measure text) returns text language sql as $$
    select fixture.rows(format('select to_char(r.start, ''MM'') as month, r.%I from rollup.agent_period r
                                 where r.grain = ''month'' and r.agent = ''bob'' order by r.start', measure))
$$;
-- One call of the settler.
create function pg_temp.run() returns boolean language sql as $$
    select r.dirty_left or r.recalculating from settle.run('2026-06-01', true) r
$$;
create function pg_temp.place() returns text language sql as $$
    select fixture.rows('select next_month, month, days, day from settle.recalculation')
$$;

-- What readers see, and what is there, as long as months are held and the settler goes on in the smallest steps.
create function pg_temp.seen(shown text, live text) returns text language plpgsql as $$
declare
    seen  text[];
    there text[];
begin
    while exists (select from rollup.held) loop
        seen := seen || fixture.rows(shown);
        there := there || fixture.rows(live);
        perform settle.run('2026-06-01', true, 1);
    end loop;
    return (select string_agg(distinct s, ' | ' order by s) from unnest(seen) s) || '; ' || (select string_agg(distinct t, ' | ' order by t) from unnest(there) t);
end $$;

-- What is held is copied as it stands.
select is((select array_agg((a.attname, format_type(a.atttypid, a.atttypmod), a.attcollation, a.attnotnull)::text order by a.attnum)
             from pg_attribute a where a.attrelid = held::regclass and a.attnum > 0 and not a.attisdropped),
          (select array_agg((a.attname, format_type(a.atttypid, a.atttypmod), a.attcollation, a.attnotnull)::text order by a.attnum)
             from pg_attribute a where a.attrelid = original::regclass and a.attnum > 0 and not a.attisdropped),
          held || ' has the columns of ' || original)
  from (values ('rollup.held_period', 'rollup.agent_period'), ('rollup.held_dimension', 'rollup.dimension_period'),
               ('rollup.held_buyers', 'rollup.sealed_buyers')) as v(held, original);

-- Which rule set makes which day.
select is((ref.rules_on('1999-12-31')).effective, '2000-01-01', 'days before the first set are its own');
select is(ref.set_rules(array['order.window_days=4'], '2026-03-01'), true, 'before the first event, too, rules can begin with a month');
select is(ref.set_rules(array['order.window_days=4'], '2026-03-01'), false, 'again: they hold already');
select is(ref.set_rules(array['refund.days=3']), true, 'without a month they are those of the months from the first on');
select is(fixture.rows('select since, until, (rules).order_window_days, (rules).refund_days from ref.rule_span order by since'),
          '-infinity 2026-03-01 2 3, 2026-03-01 infinity 4 15', 'a later set names every rule, and keeps what it said');
select is(fixture.rows($$ select d, (ref.rules_on(d)).order_window_days from unnest(array['2026-02-28', '2026-03-01']::date[]) d $$),
          '2026-02-28 2, 2026-03-01 4', 'each day by its own');
select is(ref.window_days(), 4, 'the widest window');
select is(fact.look_back(), 16, 'and how far any set looks back');
select is(fixture.rows($$ select value from ref.rule_list('2026-02-01') where key = 'order.window_days'
                          union all select value from ref.rule_list() where key = 'order.window_days' $$), '2, 4', 'the list of a month, and of the last set');
select is((settle.rules_of(array['2026-02-28', '2026-02-01']::date[])).order_window_days, 2, 'days of one set');
select is(settle.rules_of(array['2026-02-28', '2026-03-01']::date[]) is null, true, 'days of two');
select is(settle.tickets_are_judged(), false, 'no set asks for hours');
select ref.set_rules(array['session.idle_hours=9'], '2026-03-01');
select is((select array_agg(distinct r.session_idle_hours) from ref.rule_set r), array[9], 'what the walk needs is the same in all sets');
select throws_ok($$ select ref.set_rules(array['refund.days=x'], '2026-03-02') $$, '22023',
                 E'rules begin with a month of the years 2000 to 2100, and 2026-03-02 is not the first day of one\n'
                 'refund.days is "x"; it must be a whole number, 0 … 366', 'all problems at once');
select is(fixture.rows('select effective, assignments, made_by = current_user as mine from ref.rule_change order by id'),
          '2026-03-01 ["order.window_days=4"] true, 2000-01-01 ["refund.days=3"] true, 2026-03-01 ["session.idle_hours=9"] true',
          'every change is written down');
select throws_ok('delete from ref.rule_change', '55000', null, 'and stays');
select is((settle.facts_end() > '2026-04-01', extract(day from settle.facts_end())), (true, 1::numeric), 'facts end with a month');
select is((select count(*) from settle.recalculation), 0::bigint, 'without facts there is nothing to calculate again');

-- Sums by rules of their days.
select is(format(rollup.by_rule('{7,7}', '{-infinity,2026-03-01}'), null, 'd'), '7', 'what does not differ is one');
select is(format(rollup.by_rule('{7,8}', '{-infinity,2026-03-01}'), null, 'd'), 'case when d >= date ''2026-03-01'' then 8 when d >= date ''-infinity'' then 7 end',
          'and what does, by the day');

-- Which months an exclusion may move: a complaint is due by the rules of its creation.
select ref.set_rules(array['ticket.complaint_days=20'], '2026-03-01');
select fixture.ticket('t1', 'created 2026-02-20 10:00 category=complaint');
select fixture.ticket('t2', 'created 2026-03-20 10:00 category=complaint');
select is(fixture.rows('select t, array(select m from unnest(fact.exclusion_months(''ticket'', t)) m order by m) from unnest(array[''t1'', ''t2'']) t'),
          't1 ["2026-02-01"], t2 ["2026-03-01","2026-04-01"]', 'after 6 days, and after 20');
select fixture.forget();

-- A wait of 60 s in each of three months, slow by the rule of 40 s; an order after the answer of 27 February.
delete from ref.rule_set where effective > '2000-01-01';
select fixture.chat('c' || n, 'ann' || n, format('bob %s answered=10:00>10:01', day), 'last bob')
  from (values (1, '2026-02-27'), (2, '2026-03-02'), (3, '2026-03-31'), (4, '2026-04-02')) v(n, day);
select fixture.order('o1', 'ann1', 'created 2026-03-01 12:00 amount=100', 'paid 2026-03-02 12:00 amount=100', 'refunded 2026-03-04 12:00 amount=40');
select fixture.survey(1, '2026-04-02 12:00', 5, 5, 'conversation', 'c4', dimension => 'pace');
select fixture.settle();
select is(pg_temp.metric('slow_rounds'), '02 1, 03 2, 04 1', 'slow by the old rule');
select is(pg_temp.metric('sales'), '02 0, 03 0, 04 0', 'the order of 1 March is too late for the answer of 27 February');

select is(ref.set_rules(array['response.slow_seconds=60', 'response.within=60', 'response.unanswered=cap', 'order.window_days=3'], '2026-03-01'), true, 'new rules from March on');
select is(fixture.rows('select since, jsonb_array_length(rules) as sets from rollup.held'), '2026-02-01 1',
          'what is shown is held from February on, whose last inquiries see orders of March');
select is((select array_agg(distinct p.start order by p.start) from rollup.held_period p where p.grain = 'month'),
          '{2026-02-01,2026-03-01,2026-04-01}'::date[], 'all months from there');
select is(fixture.rows('select (select count(*) from rollup.shown_period) - (select count(*) from rollup.agent_period) as rows,
                               (select count(*) from rollup.shown_dimension) as dimensions'), '0 2', 'so as many rows as before');
select is(fixture.rows('select since, until, response_slow_seconds from rollup.shown_rules'), '-infinity infinity 40', 'by the rules before');
select is(fixture.rows($$ select r ->> 'since' as since, r ->> 'from' as from, r ->> 'until' as until, r ->> 'at' as at
                            from (select merit.status() -> 'recalculating' as r) s $$),
          '2026-02 2026-03-01 null 2026-03-01', 'the status tells how far it is');
select is(fixture.rows('select to_char(month, ''MM'') as month, recalculating from merit.period order by month'), '02 true, 03 true, 04 true', 'months too');
select is(merit.held_from(), '2026-02-01'::date, 'and what asks for a month''s figures');
select is((select p.blockers @> '[{"code": "recalculating"}]' from merit.period p where p.month = '2026-02-01'), true, 'none of which is final');
select throws_ok('select period.refuse_recalculating(''2026-02-01'')', '55000',
                 'the figures of 2026-02 and later are being calculated again, since rules, hours or accounts changed', 'nor frozen');
select lives_ok('select period.refuse_recalculating(''2026-01-01'')', 'an earlier one may be');
select throws_like($$ select fact.exclude('order', 'o1', 'test', as_of => '2026-04-20Z') $$, 'the figures of 2026-02 and later are being calculated again%',
                   'what an exclusion moves could not be seen');
select matches(fact.keep_problem('2026-03-01'), '^figures are being calculated again', 'facts are not deleted');

-- Step by step: one day is named, settled, and given what it lacks; then the next; then the month.
select is(pg_temp.run(), true, 'the first day of March with anything');
select is(pg_temp.place(), '2026-04-01 2026-03-01 ["2026-03-02","2026-03-04","2026-03-31"] 2026-03-01', 'it is named');
select is(fixture.rows('select customers is null as c, orders, tickets from ingest.dirty'), 'true ["o1"] null', 'with what happened on it');
select is(pg_temp.run(), true, 'it is settled, and lacks nothing');
select is(pg_temp.place(), '2026-04-01 2026-03-01 ["2026-03-04","2026-03-31"] 2026-03-02', 'so the next one is named');
select is(pg_temp.metric('sales') || '; ' || pg_temp.live('gross_sales'), '02 0, 03 0, 04 0; 02 0, 03 100, 04 0',
          'what is settled by the new rules is not shown');
select is(fixture.rows($$ select credit from settled.orders $$), 'bob', 'credit by a window of three days');
select is(pg_temp.run(), true, 'the roll-ups of 2 March get what they lack');
select is(fixture.rows($$ select slow_rounds, mod(within, 1e8) as within from rollup.agent_period where grain = 'day' and start = '2026-03-02' and agent = 'bob' $$),
          '0 1', 'by the new rules');
select is(pg_temp.live('slow_rounds'), '02 1, 03 2, 04 1', 'their month is not done');

-- Whatever is settled meanwhile counts once.
select fixture.chat('c5', 'eva', 'bob 2026-03-31 answered=11:00>11:02', 'last bob');
select fixture.chat('c6', 'eva', 'bob 2026-04-03 answered=11:00>11:02', 'last bob');
select is(fixture.rows('select count(*) from rollup.verify(''2026-01-01'', ''2026-05-01'')'), '0', 'months that are held are not compared');

-- Another change begins anew; what was shown first stays.
select is(ref.set_rules(array['response.slow_seconds=200'], '2026-04-01'), true, 'rules from April on');
select is(fixture.rows('select since, jsonb_array_length(rules) as sets from rollup.held'), '2026-02-01 1', 'the same is held');
select is(pg_temp.place(), '2026-03-01 null [] null', 'from March on once more');
select is(ref.set_rules(array['response.within=90'], '2026-01-01'), true, 'rules of January and February');
select is(fixture.rows('select since, jsonb_array_length(rules) as sets from rollup.held'), '2025-12-01 1', 'earlier months are held too');
select is(fixture.rows('select from_day, to_day, next_month from settle.recalculation'), '2026-01-01 infinity 2026-01-01', 'and calculated');
select is(pg_temp.metric('slow_rounds'), '02 1, 03 2, 04 1', 'readers see what they saw');
select is((select p.value from rollup.metric p where p.grain = 'month' and p.agent = 'bob' and p.start = '2026-03-01' and p.metric = 'response_within_30'), 0::numeric,
          'by the old limits');

insert into score.kept (month, staff_day) values ('2026-03-01', score.staff_day('2026-03-01'));
delete from score.stale;
select fixture.settle();
select is(fixture.rows('select (select count(*) from rollup.held) as held, (select count(*) from rollup.held_period) as rows,
                               (select count(*) from rollup.held_dimension) as dimensions, (select count(*) from settle.recalculation) as work'),
          '0 0 0 0', 'in the end nothing is held, and nothing left of it');
select is(score.kept_months(), '{}'::date[], 'what was kept of the months is not theirs any more');
select is(pg_temp.metric('slow_rounds'), '02 1, 03 1, 04 0', 'each month by its rules: 40 s, 60 s, 200 s');
select is(fixture.rows($$ select m.start, m.metric, round(m.value, 4) from rollup.metric m where m.grain = 'month' and m.agent = 'bob' and m.metric like 'response_within_%' order by 1, 2 $$),
          '2026-02-01 response_within_90 1, 2026-03-01 response_within_60 0.6667, 2026-04-01 response_within_60 0.5', 'each with its limits');
select is(pg_temp.metric('sales') || '; ' || pg_temp.metric('ordered'), '02 0, 03 100, 04 0; 02 0, 03 0, 04 0',
          'the inquiry of 27 February looks two days ahead, by its own window');
select is(fixture.rows('select count(*) from rollup.verify(''2026-01-01'', ''2026-05-01'')'), '0', 'all is what facts and rules amount to');

-- Net sales: buyers and sums of the payment's month; of the shop and of the team, whose distinct customers are counted from buyers.
select fixture.order('o2', 'dan', 'created 2026-03-05 12:00 amount=10 agent=bob', 'paid 2026-03-05 12:00 amount=10', 'refunded 2026-03-06 12:00 amount=10');
select from fixture.write(agents => array[row(nextval('fixture.hash'), '2026-01-05Z', '2026-01-05', 'bob', null, null, 'x', null, null, null, null, null)::ingest.agent_row]);
select fixture.settle();
select ref.set_rules(array['sales.net=yes'], '2026-03-01');
select is((select count(*) from rollup.held), 1::bigint, 'held once more');
select is(pg_temp.seen($$ select w.whose, w.grain, m.value from (values ('shop', 'month', date '2026-03-01'), ('shop', 'day', '2026-03-05'), ('team', 'month', '2026-03-01')) w(whose, grain, start)
                           cross join lateral rollup.group_metrics(w.whose, w.grain, w.start) m where m.metric = 'buyers' order by 1, 2 $$,
                       $$ select c.name, c.buyers from rollup.count_buyers('shop', 'day', '{2026-03-05}', null) c $$),
          'shop day 1, shop month 2, team month 2;  1', 'gross, as long as they are held');
select is(fixture.rows($$ select w.whose, w.grain, m.value from (values ('shop', 'month', date '2026-03-01'), ('shop', 'day', '2026-03-05'), ('team', 'month', '2026-03-01')) w(whose, grain, start)
                           cross join lateral rollup.group_metrics(w.whose, w.grain, w.start) m where m.metric = 'buyers' order by 1, 2 $$),
          'shop day 0, shop month 1, team month 1', 'and net');
select fixture.settle();
select is((select count(*) from rollup.held_buyers), 0::bigint, 'nothing of it is left');
select is(pg_temp.metric('sales') || '; ' || fixture.rows($$ select grain, amount from settled.buyer where payments > 0 order by 1, 2 $$),
          '02 0, 03 60, 04 0; day 0, day 60, month 0, month 60', 'net');

-- Whose an account is, and hours: they name what they move, and nothing is calculated by day.
select is(ref.set_alias('kim', 'lan', '2026-03-01', null), true, 'an account that did nothing');
select is((select count(*) from rollup.held), 0::bigint, 'moves nothing');
select is(pg_temp.metric('received'), '02 1, 03 3, 04 2', 'as it was');
select is(ref.set_alias('bob', 'zoe', '2026-03-31', '2026-03-31'), true, 'on 31 March bob''s account was zoe''s');
select is(fixture.rows('select h.since, r.from_day, r.to_day from rollup.held h cross join settle.recalculation r'), '2026-03-01 infinity -infinity',
          'held is what the windows of that day reach');
select is(fixture.rows($$ select r ->> 'since' as since, r ->> 'at' as at, r ->> 'from' as from, r ->> 'until' as until from (select merit.status() -> 'recalculating' as r) s $$),
          '2026-03 null null null', 'the status tells it');
select is(pg_temp.seen($$ select m.value from rollup.metric m where (m.grain, m.start, m.agent, m.metric) = ('month', '2026-03-01', 'bob', 'received') $$,
                       $$ select r.received from rollup.agent_period r where (r.grain, r.start, r.agent) = ('month', '2026-03-01', 'bob') $$),
          '3; 1 | 3', 'all of it at once');
select is(pg_temp.metric('received'), '02 1, 03 1, 04 2', 'what was zoe''s is not bob''s');
create function pg_temp.write_meanwhile() returns trigger language plpgsql as $$
begin
    if pg_trigger_depth() = 1 then
        insert into ingest.dirty (customers, days) values (array[fixture.customer('old')], '{2005-05-05}');
    end if;
    return null;
end $$;
create trigger write_meanwhile after insert on ingest.dirty for each statement execute function pg_temp.write_meanwhile();
select is(ref.load_hours('{"comment": "always"}', '2026-01-01'), true, 'hours that are as before, while a daemon writes of an old day');
select is((select count(*) from rollup.held), 0::bigint, 'move nothing, whatever is written meanwhile');
select ref.set_alias('bob', 'uma', '2000-01-01', null);
select is((select since from rollup.held), '2026-02-01'::date, 'held is from where the account did anything, however early its alias begins');
drop trigger write_meanwhile on ingest.dirty;
select fixture.settle();
select fixture.ticket('t3', 'created 2026-03-20 10:00 category=complaint', 'resolved 2026-04-06 10:00 agent=amy');
select fixture.ticket('t4', 'created 2026-02-20 10:00 category=complaint', 'resolved 2026-02-21 10:00 agent=amy');
select fixture.settle();
select ref.set_alias('amy', 'uma', '2026-04-01', null);
select is(fixture.rows('select h.since, d.tickets from rollup.held h cross join ingest.dirty d'), '2026-03-01 ["t3"]',
          'a complaint resolved in April is of the day of its creation; what was resolved before is left alone');
select ref.set_alias('amy', 'amy', '2026-04-01', null), ref.set_alias('bob', 'bob', '2026-01-01', '2026-03-30'), ref.set_alias('bob', 'zoe', '2026-03-31', '2026-03-31'),
       ref.set_alias('bob', 'bob', '2026-04-01', null);
select fixture.settle();
select ref.load_hours('{"suspended": [{"from": "2026-04-02T00:00:00Z", "until": "2026-04-03T00:00:00Z"}]}', '2026-04-01');
select is(fixture.rows('select since from rollup.held') || '; ' || pg_temp.metric('answered_rounds'), '2026-03-01; 02 1, 03 1, 04 2', 'hours are held, too');
select throws_ok('select period.refuse_recalculating(null)', '55000', null, 'until they are settled');
select isnt(fact.exclude('conversation', 'c6', 'test', as_of => '2026-04-20Z'), null, 'which an exclusion does by itself');
select is(fixture.rows('select count(*) from rollup.held') || '; ' || pg_temp.metric('answered_rounds'), '0; 02 1, 03 1, 04 0', 'the round of 2 April is suspended');
select fixture.settle();
select is(fixture.rows('select count(*) from rollup.verify(''2026-01-01'', ''2026-05-01'')'), '0', 'all is what facts amount to');
select is(merit.held_from(), 'infinity'::date, 'and no month is held');

-- What cannot change.
update ref.shop set kept_from = '2026-02-01', deleted_before = '2026-01-16';
select throws_ok($$ select ref.set_rules(array['refund.days=1']) $$, '55000',
                 'facts before 2026-02 were deleted (meritd retain): these rules can hold from 2026-02 on', 'months whose facts are gone');
delete from ref.rule_set where effective > '2000-01-01';
select is(fixture.rows($$ select v.days, ref.rules_kept_problem(v.since, jsonb_populate_record(b, jsonb_build_object('order_pay_days', v.days)))
                            from (values (15, date '2026-02-01'), (16, '2026-02-01'), (43, '2026-03-01'), (44, '2026-03-01')) v(days, since)
                           cross join ref.rules_on('2026-02-01') b order by 1 $$),
          '15 null, 16 facts before 2026-02 were deleted (meritd retain): these rules can hold from 2026-03 on, 43 null, '
          '44 facts before 2026-02 were deleted (meritd retain): these rules can hold from 2026-04 on',
          'and months for which facts are not kept long enough: 15 days and one before February');
select is(ref.set_rules(array['ticket.reopen_days=3'], '2026-02-01'), true, 'a shorter limit of the first kept month');
select is(ref.set_rules(array['ticket.reopen_days=15'], '2026-02-01'), true, 'can be taken back: nothing was deleted meanwhile');


select * from finish();
rollback;
