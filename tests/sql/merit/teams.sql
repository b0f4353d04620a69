-- merit.team_month_metric, merit.team_day_metric, merit.shop_month_metric, merit.shop_day_metric, rollup.seal: sums of agents by the team of the day,
-- ratios from those sums, distinct customers once; and the same when the months' facts are deleted.
--
-- New York, days from 05:00: the clock goes forward on 8 March at 02:00, so 09:30Z on that day is 05:30 and of the 8th (04:30,
-- and of the 7th, by the offset of the day before).
begin;
\ir ../fixture.psql
select plan(56);
truncate ref.shop, ref.day;
select ref.set_shop(null, 'America/New_York', '05:00', 'USD', array['events'], 'key', 'en');

create function pg_temp.staff(agent text, team text, at timestamptz) returns void language sql as $$
    select from fixture.write(agents => array[row(nextval('fixture.hash'), at, ref.day_of(at), agent, null, null, team, null, null, null, null,
                                              null)::ingest.agent_row])
$$;
create function pg_temp.tally(agent text, day date, count numeric) returns void language sql as $$
    select from fixture.write(tallies => array[row(nextval('fixture.hash'), '2026-03-02Z', day, agent, 'late', count)::ingest.tally_row])
$$;
create function pg_temp.target(agent text, value numeric) returns void language sql as $$
    select from fixture.write(targets => array[row(nextval('fixture.hash'), '2026-03-02Z', agent, '2026-03', 'sales', value)::ingest.target_row])
$$;
-- Metrics of a team, or of the shop (NULL), in March or on a day of it.
create function pg_temp.of(team text, metrics text, day date default null) returns text language plpgsql as $$
declare
    relation constant text := format('merit.%s_%s_metric', case when team is null then 'shop' else 'team' end,
                                     case when day is null then 'month' else 'day' end);
    answer text;
begin
    execute format($q$
        select string_agg(case when m.metric is null then 'none' else coalesce(trim_scale(m.value)::text, 'null') end, ' ' order by n.place)
          from unnest(string_to_array($1, ' ')) with ordinality as n(metric, place)
          left join (select metric, value from %s where %s = $2 %s) m using (metric) $q$,
        relation, case when day is null then 'month' else 'day' end, case when team is not null then 'and team = $3' end)
       into answer using metrics, coalesce(day, '2026-03-01'), team;
    return answer;
end $$;

-- ann is in x until the 7th, and in y from the 8th on: her record is of 05:30 on the 8th, though of 04:30 by winter time. A record of
-- 04:59 on the 9th is still of the 8th. dot has no team, eve does nothing, fay has a target and nothing else.
select pg_temp.staff('ann', 'x', '2026-01-05Z'), pg_temp.staff('bob', 'x', '2026-01-05Z'), pg_temp.staff('cyd', 'y', '2026-01-05Z'),
       pg_temp.staff('eve', 'z', '2026-01-05Z'), pg_temp.staff('fay', 'w', '2026-01-05Z'), pg_temp.staff('gil', 'x', '2026-03-09 08:59Z');
select is((select array_agg(e.day order by e.day) from fact.agent_event e where e.agent = 'gil'), array[date '2026-03-08'], 'a record of 04:59 is of the day before');
select pg_temp.staff('ann', 'y', '2026-03-08 09:30Z');
select ref.set_alias('bob2', 'bob', '2026-03-01', null);

insert into fact.exclusion (kind, reference, reason, excluded_at, excluded_by) values ('customer', fixture.customer('tst')::text, 'a test', '2026-03-01Z', 'kim');

-- Waits: ann 10 s (x) and 30 s (y), bob 60 s and one left unanswered, cyd 20 s, dot 100 s, nobody 40 s. ann and bob have one customer
-- on the 7th: two contacts, as everywhere.
set local timezone = 'America/New_York';
select fixture.chat('c1', 'una', 'ann 2026-03-07 answered=10:00:00>10:00:10', 'last ann');
select fixture.chat('c2', 'una', 'bob 2026-03-07 answered=11:00:00>11:01:00', 'last bob');
select fixture.chat('c3', 'vic', 'ann 2026-03-08 answered=12:00:00>12:00:30', 'last ann');
select fixture.chat('c4', 'wim', 'bob 2026-03-09 unanswered=12:00', 'last bob');
select fixture.chat('c5', 'una', 'cyd 2026-03-09 answered=12:00:00>12:00:20', 'last cyd');
select fixture.chat('c6', 'vic', 'dot 2026-03-09 answered=13:00:00>13:01:40', 'last dot');
select fixture.chat('c7', 'xia', '(unassigned) 2026-03-09 answered=13:00:00>13:00:40');
select fixture.chat('c8', 'xia', '(bot) 2026-03-09 bot_answered=14:00 messages=3/0');
select fixture.chat('c9', 'tst', 'bob 2026-03-09 answered=15:00:00>15:09:00', 'last bob');
-- una orders from ann and, by another account of his, from bob, both in x; she pays the first when ann is in y. Then from ann and cyd, both in
-- y. vic orders from dot, yan from nobody; tst is a customer of tests. ned's order is flagged.
select fixture.order('o1', 'una', 'created 2026-03-07 12:00 amount=10 agent=ann', 'paid 2026-03-08 05:30 amount=10');
select fixture.order('o2', 'una', 'created 2026-03-09 14:00 amount=20 agent=bob2', 'paid 2026-03-09 14:00 amount=20');
select fixture.order('o3', 'una', 'created 2026-03-10 12:00 amount=40 agent=ann', 'paid 2026-03-10 12:00 amount=40');
select fixture.order('o4', 'una', 'created 2026-03-10 13:00 amount=5 agent=cyd');
select fixture.order('o5', 'vic', 'created 2026-03-10 12:00 amount=7 agent=dot', 'paid 2026-03-11 12:00 amount=7');
select fixture.order('o6', 'yan', 'created 2026-03-10 12:00 amount=3', 'paid 2026-03-10 12:00 amount=3');
select fixture.order('o7', 'tst', 'created 2026-03-10 12:00 amount=900 agent=bob', 'paid 2026-03-10 12:00 amount=900');
select fixture.order('o8', 'ned', 'created 2026-03-10 12:00 amount=800 agent=bob flagged=true');
-- In April nobody moves: una orders from both in y again.
select fixture.order('o9', 'una', 'created 2026-04-02 12:00 amount=11 agent=ann', 'paid 2026-04-02 12:00 amount=11');
select fixture.order('o10', 'una', 'created 2026-04-03 12:00 amount=22 agent=cyd', 'paid 2026-04-04 12:00 amount=22');
select fixture.survey(91, '2026-03-07 20:00', 5, 5, agent => 'ann', dimension => 'speed'), fixture.survey(92, '2026-03-09 12:00', 3, 5, agent => 'bob',
       dimension => 'speed'), fixture.survey(93, '2026-03-09 12:00', 1, 5, agent => 'cyd', dimension => 'speed'), fixture.survey(94, '2026-03-09 12:00', 1, 5, agent => 'cyd');
select pg_temp.tally('ann', '2026-03-07', 2), pg_temp.tally('ann', '2026-03-08', 1), pg_temp.tally('dot', '2026-03-08', 4);
select pg_temp.target('ann', 100), pg_temp.target('bob', 40), pg_temp.target('cyd', 300), pg_temp.target('dot', 60), pg_temp.target('fay', 10);
select from fixture.write(marks => array[row(nextval('fixture.hash'), '2026-03-02Z', 'ann', 'zeal', '2026-03', 'kim', 'lead', 80, 100)::ingest.mark_row,
                                         row(nextval('fixture.hash'), '2026-03-02Z', 'ann', 'zeal', '2026-05', 'kim', 'lead', 80, 100)::ingest.mark_row]);
select fixture.settle('2026-06-01');

-- By month.
select is(pg_temp.of('x', 'received replied rounds answered_rounds unanswered_rounds slow_rounds'), '3 2 3 2 1 1', 'x: of ann the 7th, and bob');
select is(pg_temp.of('y', 'received replied rounds answered_rounds unanswered_rounds slow_rounds'), '2 2 2 2 0 0', 'y: of ann the 8th, and cyd');
select is(pg_temp.of(null, 'received replied rounds answered_rounds unanswered_rounds slow_rounds'), '7 6 7 6 1 2', 'the shop: dot and nobody too');
select is(pg_temp.of('x', 'reply_rate response_seconds response_within_30'), concat_ws(' ', trim_scale(2 / 3.0), 35, trim_scale(1 / 3.0)),
          'x: of 10 s, 60 s and one unanswered');
select is(pg_temp.of('y', 'reply_rate response_seconds response_within_30'), '1 25 1', 'y: of 30 s and 20 s');
select is(pg_temp.of(null, 'reply_rate response_seconds response_within_30'), concat_ws(' ', trim_scale(6 / 7.0), trim_scale(260000::numeric / 6 / 1000), trim_scale(3 / 7.0)),
          'the shop: of all six, no mean of means');
select is(pg_temp.of('x', 'response_p50 response_p99'), concat_ws(' ', trim_scale(fixture.wait_seconds(10000)), trim_scale(fixture.wait_seconds(60000))),
          'x: the first of two, the second');
select is(pg_temp.of(null, 'response_p50 response_p90'), concat_ws(' ', trim_scale(fixture.wait_seconds(30000)), trim_scale(fixture.wait_seconds(100000))),
          'the shop: the third of six, the sixth');
select is(pg_temp.of(null, 'bot_answered_rounds customer_messages agent_messages answer_ratio'), '1 10 6 0.6', 'with the bot''s messages');
select is(pg_temp.of('x', 'asked_hour_12') || pg_temp.of('y', 'asked_hour_12') || pg_temp.of(null, 'asked_hour_12'), '123', 'at noon, in summer time too');
select is(pg_temp.of('x', 'inquirers ordered paid lost_inquirers inquiry_conversion'), '3 1 1 2 ' || trim_scale(1 / 3.0), 'x: bob''s inquiry of the 7th, his order of the 9th');
select is(pg_temp.of('y', 'inquirers ordered paid lost_inquirers inquiry_conversion'), '2 1 0 1 0.5', 'y: cyd''s, who was not paid');
select is(pg_temp.of(null, 'inquirers ordered paid lost_inquirers inquiry_conversion'), '7 3 2 4 ' || trim_scale(3 / 7.0), 'the shop''s');
select is(pg_temp.of('x', 'orderers payers buyers order_success sales unit_price'), '1 1 1 1 20 20', 'x: una ordered from two, and is one; she paid ann when ann was gone');
select is(pg_temp.of('y', 'orderers payers buyers order_success sales unit_price'), '1 1 1 1 50 50', 'y: una once more');
select is(pg_temp.of(null, 'orderers payers buyers order_success sales unit_price'), '3 3 3 1 80 ' || trim_scale(80 / 3.0), 'the shop: una, vic, and yan of nobody');
select is((select sum(value) from merit.agent_month_metric where month = '2026-03-01' and metric = 'orderers'), 5::numeric, 'the agents'' orderers are five');
select is(pg_temp.of('x', 'valid_order_rate abnormal_order_rate paid_order_rate repeat_sales'), concat_ws(' ', trim_scale(2 / 3.0), trim_scale(1 / 3.0), 1, 20),
          'x: two orders and a flagged one; a repeat');
select is(pg_temp.of('y', 'valid_order_rate abnormal_order_rate paid_order_rate repeat_sales'), '1 0 0.5 40', 'y: two, one of them not paid');
select is(pg_temp.of(null, 'valid_order_rate abnormal_order_rate paid_order_rate repeat_sales'),
          concat_ws(' ', trim_scale(6 / 7.0), trim_scale(1 / 7.0), trim_scale(5 / 6.0), 60), 'the shop: seven, without the customer of tests');
select is(pg_temp.of('x', 'surveys csat csat:speed') || ', ' || pg_temp.of('y', 'surveys csat csat:speed') || ', ' || pg_temp.of(null, 'surveys csat csat:speed'),
          '2 75 75, 2 0 0, 4 37.5 50', 'surveys, by dimension too');
select is(pg_temp.of('x', 'tally:late') || pg_temp.of('y', 'tally:late') || pg_temp.of(null, 'tally:late'), '217', 'tallies');
select is(pg_temp.of('x', 'target_completion') || ' ' || pg_temp.of('y', 'target_completion') || ' ' || pg_temp.of(null, 'target_completion'),
          concat_ws(' ', 0.5, 0.125, trim_scale(80 / 510.0)), 'targets of those who are there at the end: 40, 100 + 300, all');
select is(pg_temp.of('w', 'received reply_rate orderers sales target_completion'), '0 null 0 0 0', 'a target is enough');
select set_eq($$ select metric from merit.team_month_metric where team = 'w' $$, $$ select metric from merit.agent_month_metric where agent = 'fay' $$,
              'with every metric of an agent');
select is((select array_agg(distinct team order by team) from merit.team_month_metric), array['w', 'x', 'y'], 'a team of whom nobody does anything is not there');
select is((select count(*) from merit.team_month_metric where metric like 'mark:%') + (select count(*) from merit.shop_month_metric where metric like 'mark:%'),
          0::bigint, 'marks have no team');
select is(pg_temp.of('y', 'received', '2026-05-01') || (select count(*) from merit.shop_month_metric where month = '2026-05-01'), 'none0', 'nor make any');
select is((select string_agg(concat_ws(' ', month, metric, trim_scale(value)), ', ' order by metric) from merit.team_month_metric
            where team = 'y' and month = '2026-04-01' and metric in ('orderers', 'buyers', 'sales')),
          '2026-04-01 buyers 1, 2026-04-01 orderers 1, 2026-04-01 sales 33', 'in April una is one in y, where nobody moved');
select is((select concat_ws(' ', agents, mean) from merit.shop_month_metric where month = '2026-03-01' and metric = 'orderers'), '5 0.800000',
          'the shop''s row has the agents'' mean too: ann 1, bob 1, cyd 1, dot 1, fay 0');

-- Means are kept with the scores of a month that is over, until something of it changes.
create function pg_temp.mean() returns text language sql as $$
    select concat_ws(' ', agents, mean) from merit.shop_month_metric where month = '2026-03-01' and metric = 'orderers'
$$;
do $$ begin while (period.keep('0')).month is not null loop end loop; end $$;
select is(pg_temp.mean(), '5 0.800000', 'what is kept is the same');
update score.kept set means = '[{"metric": "orderers", "agents": 4, "mean": 0.5}]' where month = '2026-03-01' and means is not null;
select is(pg_temp.mean(), '4 0.500000', 'and is read from there');
select from fixture.write(marks => array[row(nextval('fixture.hash'), '2026-03-03Z', 'ann', 'zeal', '2026-03', 'kim', 'lead', 90, 100)::ingest.mark_row]);
select is(pg_temp.mean(), '5 0.800000', 'but after a change it is made anew');

-- By day.
select is(pg_temp.of('x', 'received orderers buyers sales', '2026-03-07'), '2 1 0 0', 'x on the 7th');
select is(pg_temp.of('x', 'received', '2026-03-08') || ' ' || pg_temp.of('y', 'received orderers buyers sales', '2026-03-08'), 'none 1 0 1 10', 'from the 8th on ann is in y');
select is(pg_temp.of('x', 'received orderers buyers sales', '2026-03-09') || ', ' || pg_temp.of('y', 'received orderers buyers sales', '2026-03-09'),
          '1 1 1 20, 1 0 0 0', 'on the 9th');
select is(pg_temp.of('y', 'received orderers buyers sales', '2026-03-10') || ', ' || pg_temp.of(null, 'received orderers buyers sales', '2026-03-10'),
          '0 1 1 40, 0 3 2 43', 'on the 10th una is one in y and one in the shop');
select is(pg_temp.of('x', 'csat:speed', '2026-03-07') || ' ' || pg_temp.of(null, 'surveys csat:speed', '2026-03-09'), '100 3 25', 'surveys of a day');
select is(pg_temp.of('y', 'tally:late', '2026-03-08') || pg_temp.of(null, 'tally:late', '2026-03-08'), '15', 'tallies of a day');
select is(pg_temp.of(null, 'target_completion', '2026-03-09') || pg_temp.of('y', 'target_completion', '2026-03-31'), 'nonenone', 'no targets by day');
select is((select count(*) from merit.team_day_metric where team = 'w' and day = '2026-03-31'), 0::bigint, 'nor by them alone');

-- One team alone, as a dashboard asks: the same.
create temporary table asked as select array_agg(distinct metric) as metrics from merit.team_month_metric;
create temporary view alone as
select g.grain, t.team, f.start, f.metric, f.value
  from asked a cross join unnest(array['month', 'day']) as g(grain) cross join unnest(array['w', 'x', 'y', 'z']) as t(team)
 cross join lateral merit.team_figures(t.team, g.grain, '2026-03-08', '2026-04-03', a.metrics) f;
select set_eq($$ select team, start, metric, value from alone where grain = 'month' $$,
              $$ select team, month, metric, value from merit.team_month_metric where metric !~ ':' $$, 'the months that have one of the days');
select set_eq($$ select team, start, metric, value from alone where grain = 'day' $$,
              $$ select team, day, metric, value from merit.team_day_metric where day between '2026-03-08' and '2026-04-03' and metric !~ ':' $$, 'and the days');
select is((select string_agg(concat_ws(' ', start, metric, trim_scale(value)), ', ' order by start, metric)
             from merit.team_figures('y', 'day', '2026-03-08', '2026-03-09', array['received', 'rounds', 'nothing'])),
          '2026-03-08 received 1, 2026-03-08 rounds 1, 2026-03-09 received 1, 2026-03-09 rounds 1', 'no other metrics');

-- A record that comes late moves what it concerns: cyd was in x on the 9th alone.
select pg_temp.staff('cyd', 'x', '2026-03-09 12:00'), pg_temp.staff('cyd', 'y', '2026-03-10 12:00');
select is(pg_temp.of('x', 'received response_seconds orderers') || ', ' || pg_temp.of('y', 'received response_seconds orderers'), '4 30 1, 1 30 1',
          'there and back: the day of the 9th is x''s');

-- The facts are deleted, and no number moves.
create temporary table shown as
select 'team' as whose, 'month' as grain, month as start, team, metric, value from merit.team_month_metric
union all select 'team', 'day', day, team, metric, value from merit.team_day_metric
union all select 'shop', 'month', month, '', metric, value from merit.shop_month_metric
union all select 'shop', 'day', day, '', metric, value from merit.shop_day_metric;
create temporary view shows as
select 'team' as whose, 'month' as grain, month as start, team, metric, value from merit.team_month_metric
union all select 'team', 'day', day, team, metric, value from merit.team_day_metric
union all select 'shop', 'month', month, '', metric, value from merit.shop_month_metric
union all select 'shop', 'day', day, '', metric, value from merit.shop_day_metric;
select is(rollup.seal(), null, 'nothing is to be stored while all facts are kept');
update ref.shop set kept_from = '2026-04-01';
select is(rollup.seal() || ' ' || coalesce(rollup.seal()::text, '-'), '2026-03-01 -', 'a month a call, of those before');
delete from settled.buyer where start < '2026-04-01';
select set_eq('select * from shows', 'select * from shown', 'what is shown is what was shown');
update ref.shop set kept_from = '2026-06-01';
select is(rollup.seal() || ' ' || coalesce(rollup.seal()::text, '-'), '2026-04-01 -', 'the others are there');
truncate settled.buyer, settled.orders, settled.contact, settled.survey, settled.ticket;
select set_eq('select * from shows', 'select * from shown', 'and again');
select is((select count(*) from rollup.sealed_buyers where (orderers, payers, buyers) = (0, 0, 0)), 0::bigint, 'nobody without buyers is stored');

-- Months whose buyers were deleted before they were stored: nobody knows, and nothing else is lost.
truncate rollup.sealed_buyers;
insert into rollup.sealed_buyers (whose, name, grain, start) values ('shop', '', 'month', '2026-03-01');
select is(rollup.seal(), date '2026-04-01', 'they are not made of what is gone');
select is(pg_temp.of('x', 'orderers payers buyers order_success unit_price sales received'), 'null null null null null 20 4', 'not of a team');
select is(pg_temp.of(null, 'orderers payers buyers order_success unit_price sales received'), 'null null null null null 80 7', 'not of the shop');
select is(pg_temp.of('y', 'orderers sales', '2026-03-10'), 'null 40', 'not of a day');
select * from finish();
rollback;
