-- The worked example once more, from roll-ups, targets and marks through the real metric view.
begin;
\ir ../tall.psql
set local client_min_messages = warning;
set local merit.now = '2026-11-15T12:00:00Z';
\set document `for up in . .. ../.. ../../..; do cat $up/config/schemes/shop-service.json && break; done 2>/dev/null`
select plan(7);

delete from score.indicator;
delete from score.grade;
delete from score.scheme;
delete from fact.mark;
delete from fact.target;
delete from rollup.agent_month;
delete from rollup.agent_day;
select score.load(:'document');

-- 94300 is 92 % of the target, and 205 a buyer; 33 s is the mean of 10 rounds.
insert into rollup.agent_month (agent, month, measure, value)
select 'mei', '2026-10-01', measure, value
from (values ('gross_sales', 94300), ('buyers', 94300 / 205), ('inquirers', 100), ('ordered', 47), ('orderers', 100), ('payers', 96),
             ('received', 200), ('replied', 197), ('answered_rounds', 10), ('response_ms', 10 * 33000), ('assisted', 14000))
    as v (measure, value);
insert into rollup.agent_day (agent, day, measure, value)
select 'mei', '2026-10-01'::date + i, 'received', 20 from generate_series(0, 9) as i;
insert into fact.target (hash, at, agent, period, metric, value) values (1, '2026-10-01Z', 'mei', '2026-10', 'sales', 94300 / 0.92);
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale) values
(1, '2026-10-31Z', 'mei', 'execution', '2026-10', 'mei', 'self', 4, 5),
(2, '2026-10-31Z', 'mei', 'execution', '2026-10', 'zhao', 'lead', 80, 100);

select results_eq(
    $$ select indicator, value from merit.score_indicator where agent = 'mei' and month = '2026-10-01' $$,
    $$ values ('target_completion' collate "C", 0.92), ('inquiry_conversion', 0.47), ('order_success', 0.96), ('unit_price', 205),
              ('reply_rate', 0.985), ('response_seconds', 33), ('assisted', 14000), ('mark:execution', 80) $$,
    'the values of the worked example');
select results_eq(
    $$ select month, total, grade, rank from merit.score $$,
    $$ values ('2026-10-01'::date, 83.50, '中等', 1) $$,
    'score 83.50, 中等, and ranked');

-- Whoever has anything at all in a month is scored in it.
insert into fact.target (hash, at, agent, period, metric, value) values (2, '2026-10-01Z', 'lan', '2026-12', 'sales', 1000);
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale) values
(3, '2026-09-30Z', 'wei', 'execution', '2026-09', 'zhao', 'lead', 60, 100);
insert into fact.tally (hash, at, day, agent, kind, count) values (1, '2026-08-05Z', '2026-08-05', 'tao', 'late', 1);
select results_eq(
    $$ select month, agent, total, rank from merit.score where agent <> 'mei' order by month $$,
    $$ values ('2026-08-01'::date, 'tao' collate "C", 0.00, null::integer), ('2026-09-01', 'wei', round(60 * 10 / 15.0, 2), null), ('2026-12-01', 'lan', 0.00, null) $$,
    'a tally, a mark or a sales target is enough');
select is((select contribution from merit.score_indicator where agent = 'wei' and indicator = 'mark:execution'),
          60 * 10 / 15.0, 'assisted is 0 and not missing: it weighs 5, the mark 10');

select is_empty(
    $$ select distinct m.metric from merit.agent_month_metric as m where not score.metric_known(m.metric) $$,
    'every metric of the view may stand in a scheme');
select is_empty($$ select from merit.score where month = '2027-01-01' $$, 'an empty month has no scores');
select is_empty($$ select from merit.score_indicator where agent ~ '^\(' $$, 'nobody''s names are not scored');
select * from finish();
rollback;
