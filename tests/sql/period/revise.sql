-- Revisions: the old result stays, lines are reversed and posted anew, later streaks are listed, nothing happens by itself.
begin;
\ir fixture.psql
select plan(64);

select fixture.month(m::date, '{"an": 100, "bo": 85, "cui": 55}') from generate_series('2025-01-01'::date, '2025-04-01', '1 month') m;
insert into fixture.metric (agent, month, metric, value) values ('an', '2025-02-01', 'csat:speed', 0.8), ('an', '2025-02-01', 'repeat_sales', 0);
select throws_like($$ select period.revise('2025-01-01', 'x') $$, '2025-01 is not closed%', 'an open month is not revised');
select fixture.close('2025-01-01'), fixture.close('2025-02-01'), fixture.close('2025-03-01');
select is(fixture.lines('2025-03-01'), 'an first reward 100.00, cui last penalty -100.00, an first_streak reward 200.00', 'three firsts of an');

select throws_like($$ select period.revise('2025-01-01', '') $$, 'a revision needs a reason', 'a revision needs a reason');
insert into ingest.renewal default values;
select throws_ok($$ select period.revise('2025-01-01', 'late orders') $$, '55000',
                 '2025-01 would be revised without conversations that were not written anew since the upgrade',
                 'no revision takes money back while conversations of an older version are written anew');
delete from ingest.renewal;
select is(period.revise('2025-01-01', 'just so') ->> 'changed', 'false', 'with the same facts nothing changes');
select is((select count(*) from period.closing), 3::bigint, 'and nothing is written');

-- Late facts make bo first of January. The plan says so, and what it does to March.
select fixture.month('2025-01-01', '{"an": 85, "bo": 100, "cui": 70}');
create table fixture.plan as select period.revise('2025-01-01', 'late orders', as_of => '2025-05-01Z', dry_run => true) as r;
select is((select count(*) from period.closing), 3::bigint, 'a dry run writes nothing');
select is((select r ->> 'changed' from fixture.plan), 'true', 'it would change');
select throws_ok($$ select period.revise('2025-01-01', 'late orders', dry_run => null) $$, '22004', null, 'a flag that is NULL is no dry run and no revision');
select throws_ok($$ select period.revise('2025-01-01', 'late orders', schemes_in_force => null) $$, '22004', null, 'nor a revision by no scheme');
select is((select count(*) from period.closing), 3::bigint, 'neither writes anything');
select throws_ok('select ' || c, '22004', 'what is yes or no must be true or false; is NULL', 'NULL is no yes:' || c) from unnest(array[
    $$ period.revise_term('2025-Q1', 'x', dry_run => null) $$,
    $$ period.close('2025-04-01', anyway => null) $$,
    $$ period.close('2025-04-01', accept_warnings => null) $$,
    $$ period.close('2025-04-01', skip => null) $$,
    $$ period.close_term('2025-Q1', anyway => null) $$,
    $$ period.sign('2025-01', 'submit', null) $$,
    $$ pay.settle_pay('2025-01-01', dry_run => null) $$,
    $$ pay.reverse_streak(1, 'x', dry_run => null) $$,
    $$ post.queue('2025-01-01', again => null) $$,
    $$ post.queue_term('2025-Q1', again => null) $$,
    $$ period.due_signatures('2025-01', null) $$,
    $$ pay.payroll('2025-01-01', null) $$]) as c;
select is((select r ->> 'done' from fixture.plan), 'false', 'and did not');
select is((select jsonb_agg(p) from fixture.plan, jsonb_array_elements(r -> 'plan') p where p ->> 'agent' = 'an' and p ->> 'item' in ('rank', 'total')),
          '[{"agent": "an", "item": "rank", "name": "shop-service", "frozen": 1, "drifted": 2, "revised": 2, "drift": 1, "appeal": 0, "by": "drift"},
            {"agent": "an", "item": "total", "name": "shop-service", "frozen": 100.00, "drifted": 85.00, "revised": 85.00, "drift": -15.00, "appeal": 0.00, "by": "drift"}]'::jsonb,
          'the plan: all of it is drift');
select is((select r -> 'later_streaks' from fixture.plan), (select jsonb_build_array(jsonb_build_object('month', '2025-03-01', 'agent', 'an', 'paid', 200.00, 'due', 0, 'line', line))
                                                              from pay.ledger where reason = 'first_streak'),
          'the 200 of March would not stand');
select is((select total from merit.result where month = '2025-01-01' and agent = 'an'), 100.00, 'nothing happened by itself');

create table fixture.done as select period.revise('2025-01-01', 'late orders', as_of => '2025-05-01Z', by_person => 'zhao') as r;
select is((select r ->> 'done' from fixture.done), 'true', 'now it is done');
select is((select (r ->> 'revision')::integer from fixture.done), 1, 'as revision 1');
select is((select string_agg(concat_ws(' ', revision, agent, total, rank, place, latest), ', ' order by revision, agent) from merit.result where month = '2025-01-01'),
          '0 an 100.00 1 first f, 0 bo 85.00 2 f, 0 cui 55.00 3 last f, 1 an 85.00 2 t, 1 bo 100.00 1 first t, 1 cui 70.00 3 last t', 'the old result stays readable');
select is(fixture.lines('2025-01-01', 1),
          'an first reversal -100.00, cui last reversal 100.00, bo first reward 100.00, cui last penalty -100.00', 'lines are reversed and posted anew');
select is((select string_agg(concat_ws(' ', l.agent, l.reverses), ', ' order by l.line) from pay.ledger l where l.kind = 'reversal'), 'an 1, cui 2',
          'each naming the line it reverses');
select is((select sum(amount) from pay.ledger where period = '2025-01'), 0.00, 'the sum is what it should be');
select is((select string_agg(agent || ' ' || amount, ', ' order by agent) from (select agent, sum(amount) amount from pay.ledger where period = '2025-01' group by 1) x),
          'an 0.00, bo 100.00, cui -100.00', 'for each');
select is(fixture.lines('2025-03-01'), 'an first reward 100.00, cui last penalty -100.00, an first_streak reward 200.00', 'March stands');
select is(period.revise('2025-01-01', 'again') ->> 'changed', 'false', 'revising again changes nothing');
select is((select state from merit.action where month = '2025-01-01' and agent = 'cui' and action = 'coaching'), 'waived', 'the coaching of cui is waived: 70 is not below 70');
select is((select note from merit.action where month = '2025-01-01' and agent = 'cui' and action = 'coaching'), 'revision 1', 'by the revision');
select is((select string_agg(agent, ' ' order by agent) from merit.action where month = '2025-01-01' and action = 'improvement_plan' and state = 'open'), 'an cui', 'plans: an instead of bo');
select is((select revision from merit.period where month = '2025-01-01'), 1, 'merit.period shows the revision');
select is((select count(*) from merit.month_drift where month = '2025-01-01'), 0::bigint, 'no drift is left');
select is((select string_agg(concat_ws(' ', to_char(month, 'MM'), closed, coalesce(revision::text, '-'), total, rank, coalesce(place, '-'), amount, currency), ', ' order by month)
             from merit.year_sheet('an', 2025)),
          '01 t 1 85.00 2 - 0.00 CNY, 02 t 0 100.00 1 first 100.00 CNY, 03 t 0 100.00 1 first 300.00 CNY, 04 f - 100.00 1 -',
          'the sheet of a year: what was frozen last and what it paid, and the open month as it is');
select is_empty($$ select * from merit.year_sheet('an') $$, 'of this year, which has no months yet, nothing');
create function fixture.without(metrics text) returns text language sql as $$
    select fixture.after(format($q$ set local session_replication_role = replica; alter table period.metric disable trigger all;
                                    delete from period.metric where month = '2025-02-01' and metric = any (%L) $q$, metrics),
                         $q$ select concat_ws(' ', (select string_agg(name, ' ') from period.drift('2025-02-01')),
                                              period.revise('2025-02-01', 'x') ->> 'changed') $q$)
$$;
select is(fixture.without('{repeat_sales}'), 'false', 'nor is it drift, or worth a revision, that the version that closed a month did not know a metric');
select is(fixture.without('{repeat_sales,csat:speed}'), 'false', 'nor that it knew no dimensions');
select is(fixture.without('{csat:speed}'), 'csat:speed true', 'a dimension that came later is');

-- April. While the 200 of March stands, its count started anew there; once it is reversed, February to April are three.
select is(fixture.after($$ select fixture.close('2025-04-01') $$, $$ select fixture.lines('2025-04-01') $$),
          'an first reward 100.00, cui last penalty -100.00', 'nobody is paid twice for March');
select throws_like($$ select pay.reverse_streak(1, 'x') $$, 'line 1 is no streak reward%', 'only streak rewards are reversed by hand');
select is(pay.reverse_streak((select line from pay.ledger where reason = 'first_streak'), 'January was revised') #>> '{line,amount}', '-200.00', 'a person posts the reversal');
select throws_like($$ select pay.reverse_streak((select min(line) from pay.ledger where reason = 'first_streak'), 'x') $$, '%is no streak reward that stands', 'once');
select is(jsonb_array_length(period.revise('2025-01-01', 'x', schemes_in_force => true) -> 'later_streaks'), 0, 'nothing is left to correct');
select is(fixture.after($$ select fixture.close('2025-04-01') $$, $$ select fixture.lines('2025-04-01') $$),
          'an first reward 100.00, cui last penalty -100.00, an first_streak reward 200.00', 'and April is the third');
select is((period.revise('2025-03-01', 'look again') -> 'changed')::text, 'false', 'revising March finds it as it is');

-- Another scheme does not slip in, unless it is asked for.
select score.load(jsonb_set(fixture.document(), '{rewards,first,amount}', '50'), '2025-01-01');
select is(period.revise('2025-01-01', 'x') ->> 'changed', 'false', 'a revision keeps the scheme of the close');
select is(period.revise('2025-01-01', 'the amount was wrong', schemes_in_force => true) ->> 'done', 'true', 'unless those in force are asked for');
select is(fixture.lines('2025-01-01', 2),
          'bo first reversal -100.00, cui last reversal 100.00, bo first reward 50.00, cui last penalty -100.00', 'money alone may differ');

-- Settled lines are reversed with what was waived of them.
select fixture.month('2025-04-01', '{"an": 85, "bo": 55}');
select fixture.close('2025-04-01');
select pay.set_input('[{"month": "2025-04", "agent": "bo", "input": "own_commission", "amount": "30"}, {"month": "2025-04", "agent": "bo", "input": "shared_commission", "amount": "0"}]');
select pay.settle_pay('2025-04-01');
select fixture.month('2025-04-01', '{"an": 55, "bo": 85}');
select period.revise('2025-04-01', 'mixed up');
select is(fixture.lines('2025-04-01', 1),
          'an first reversal -50.00, bo last reversal 100.00, an first_streak reversal -200.00, bo last waived_reversal -70.00, bo first reward 50.00, an last penalty -100.00',
          'the streak and the waived part too');
select is_empty($$ select * from pay.verify_ledger() $$, 'the chain is whole');
select is_empty($$ select * from period.verify() $$, 'and so is what was frozen');
select is((select count(*) from (select period, agent, reason from pay.unreversed where kind <> 'waived' group by 1, 2, 3 having count(*) > 1) x), 0::bigint,
          'of each reason at most one line stands');
select throws_like($$ delete from period.result $$, 'delete of period.result is refused%', 'nothing frozen is deleted');
select throws_like($$ insert into period.metric values ('2025-01-01', 0, 'x', 'y', 1) $$, 'insert into period.metric is refused%', 'nor added to');

-- What is compared beside results: what weighs nothing, and what counts, pay items or the next month look at. Of a revision by another version: a figure that this one
-- brings, which the next month may take over; but not what only this one pays by.
select score.load(fixture.document() || '{"scheme": "counting", "counts": {"quarter": [{"award": "short", "indicator": "target_completion", "below": 0.8, "least": 2}]}}', '2025-01-01');
select is((select string_agg(concat_ws(' ', c.indicator, c.figure), ', ') from period.compared('counting', 1, 'month') c), 'target_completion f', 'what is counted');
select is((select string_agg(concat_ws(' ', c.agent, c.item, c.name, c.frozen, c.today), ', ') from period.changed_items(
              array[row('an', 'indicator', 's one', 1, null), row('an', 'value', 's two', 1, null), row('an', 'value', 's three', 1, null)]::period.item[],
              array[row('an', 'indicator', 's one', 1, null), row('an', 'indicator', 's new', 5, null), row('an', 'value', 's two', 2, null), row('an', 'points', 's new', 5, null)]::period.item[]) c),
          'an indicator s new 5, an value s two 1 2', 'on one side, and on both');

select * from finish();
rollback;
