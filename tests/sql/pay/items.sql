-- Pay items: what a scheme's expressions come to at the settlement, corrected and revised, and seen by whom it concerns alone.
begin;
\ir ../period/fixture.psql
select plan(46);

create function fixture.input(agent text, input text, amount numeric, reason text default null) returns integer language sql as $$
    select pay.set_input(jsonb_build_array(jsonb_build_object('month', '2025-01', 'agent', $1, 'input', $2, 'amount', $3)), reason => $4)
$$;
create table fixture.items as select '[
    {"item": "performance_pay", "name": {"zh": "绩效工资", "en": "Performance pay"}, "amount": {"divide": [{"multiply": [{"input": "performance_base"}, {"result": "total"}]}, {"number": 100}]}},
    {"item": "below_60", "name": {"zh": "不及格", "en": "Below 60"}, "comment": "x",
     "amount": {"multiply": [{"item": "performance_pay"}, {"coefficient": {"特优": 0, "优秀": 0, "中等": 0, "有待提高": -0.3, "急需提高": -0.3}}]}},
    {"item": "late_fine", "name": {"zh": "迟到", "en": "Late"}, "amount": {"multiply": [{"tally": "late"}, {"number": -12.345}]}},
    {"item": "best", "name": {"zh": "第一名", "en": "Best"}, "amount": {"interpolate": [{"result": "rank"}], "through": [{"value": 1, "gives": 50}, {"value": 2, "gives": 0}]}}]'::jsonb as items;
create function fixture.paying(items jsonb, more jsonb default '{}') returns jsonb language sql as $$
    select jsonb_set(fixture.document() || $2, '{pay}', fixture.document() -> 'pay' || jsonb_build_object('items', $1)) - '{rewards,streaks,improvement_plan,self_mark_gap}'::text[]
$$;
select score.load(fixture.paying(items), '2025-01-01') from fixture.items;

-- an 100, bo 70, cui 55 (有待提高), dan on probation 85: no grade and no rank. Bases of 1000.01, 1000, 1000, 1000.
select fixture.staff('an', employee => 'E1'), fixture.staff('bo', employee => 'E2', lead => 'lin'), fixture.staff('cui', employee => 'E3'), fixture.staff('dan', status => 'probation');
select fixture.month('2025-01-01', '{"an": 100, "bo": 70, "cui": 55, "dan": 85}');
insert into fixture.metric values ('bo', '2025-01-01', 'tally:late', 1), ('cui', '2025-01-01', 'tally:late', 2);
select is(fixture.close('2025-01-01') ->> 'done', 'true', 'closed');
select is(fixture.lines('2025-01-01'), '', 'nothing is paid at the close');
select is(pay.settle_pay('2025-01-01') -> 'unknown', '[{"agent": "an", "missing": ["performance_base"], "employee": "E1"}, {"agent": "bo", "missing": ["performance_base"], "employee": "E2"},
    {"agent": "cui", "missing": ["performance_base"], "employee": "E3"}, {"agent": "dan", "missing": ["performance_base"], "employee": null}]', 'what is unknown is listed');
select is(sum(fixture.input(a, 'performance_base', case a when 'an' then 1000.01 else 1000 end)), 4::bigint, 'an input that an item names, and the formula does not')
  from unnest('{an,bo,cui,dan}'::text[]) a;
select is(pay.settle_pay('2025-01-01', dry_run => true) ->> 'dry_run', 'true', 'a dry run');
select is(fixture.lines('2025-01-01'), '', 'writes nothing');
select is(pay.settle_pay('2025-01-01', by_person => 'qian') ->> 'done', 'true', 'settled');
-- 12.345 is 12.35: half a cent away from zero. −0.3 × 550 is −165. Nothing of 0 is a line, and nothing without a grade or a rank.
select is(fixture.lines('2025-01-01'), 'an performance_pay pay 1000.01, bo performance_pay pay 700.00, cui performance_pay pay 550.00, dan performance_pay pay 850.00, '
    'cui below_60 pay -165.00, bo late_fine pay -12.35, cui late_fine pay -24.69, an best pay 50.00', 'each item of each');
select is((select string_agg(distinct currency, ' ') || ' ' || count(*) filter (where note like E'item.paid\t________-____-4___%' and posted_by = 'qian (postgres)') from pay.ledger), 'CNY 8',
          'in the shop''s currency, by whom, with a number that nobody guesses');
select is(pay.settle_pay('2025-01-01') ->> 'already', 'true', 'once');
select is_empty('select * from pay.verify_ledger() union all select null, problem from period.verify()', 'all of it is derived again');
select is((select string_agg(concat_ws(' ', record, employee, accounts, rewards, pay, corrections, amount), ', ') from pay.payroll('2025-01-01')),
    'person E1 an 0 1050.01 0 1050.01, person E2 bo 0 687.65 0 687.65, person E3 cui 0 360.31 0 360.31, person dan 0 850.00 0 850.00, total 0 2947.97 0 2947.97', 'payroll');
select is((select string_agg(concat_ws(' ', item, amount, said), ', ' order by place) from merit.pay_statement where agent = 'cui' and (item like 'ledger%')),
    'ledger: performance pay pay 550.00 ledger: Performance pay, pay item, ledger: below 60 pay -165.00 ledger: Below 60, pay item, ledger: late fine pay -24.69 ledger: Late, pay item', 'the statement, by the scheme''s names');

-- Seen by payroll and by oneself; not by leads, nor posted, nor by who closes.
create function fixture.seen(role text, login text) returns bigint language plpgsql as $$
declare
    n bigint;
begin
    execute format('create role %I', $2);
    insert into ref.login (login, agent) values ($2, split_part($2, '_', 1));
    execute format('grant %I to %I', $1, $2);
    execute format('set local role %I', $2);
    select count(*) into n from merit.ledger;
    reset role;
    return n;
end $$;
select fixture.staff('lin', role => 'lead');
select is(array[fixture.seen('merit_payroll', 'qian_1'), fixture.seen('merit_agent', 'bo_1'), fixture.seen('merit_lead', 'lin_1'), fixture.seen('meritd_close', 'zhao_1')],
          array[8, 2, 0, 0]::bigint[], 'payroll sees all, bo his own, neither his lead nor who closes sees any');
select is_empty($$ select from post.message where content -> 'rewards' <> '[]' or sequence > 0 $$, 'nothing of it is posted');
select is_empty($$ select * from pay.untold $$, 'nor is to be');

-- A correction reverses what stands and pays anew; a revision takes all back, and its settlement pays by its results.
select fixture.input('bo', 'performance_base', 1100, 'a raise');
select is(pay.settle_pay('2025-01-01') ->> 'correction', '1', 'corrected');
select is((select string_agg(concat_ws(' ', agent, reason, kind, amount), ', ' order by line) from pay.ledger where line > 8),
          'bo performance_pay pay_reversal -700.00, bo performance_pay pay 770.00', 'only what differs');
select is_empty('select * from pay.verify_ledger()', 'and derived again');
update fixture.metric set value = 0.60 where agent = 'bo' and metric = 'target_completion';
select is(period.revise('2025-01-01', 'an order was not hers', as_of => '2025-02-20Z') #> '{ledger}', '[]', 'who revises sees none of it');
select is((select count(*) || ' ' || sum(amount) from pay.ledger where revision = 1 and kind = 'pay_reversal'), '8 ' || (select -sum(amount) from pay.ledger where revision = 0), 'all that stood is reversed');
select is(pay.settle_pay('2025-01-01') ->> 'done', 'true', 'settled again');
select is((select string_agg(concat_ws(' ', agent, reason, amount), ', ' order by line) from pay.ledger where revision = 1 and kind = 'pay' and agent = 'bo'),
          'bo performance_pay 440.00, bo below_60 -132.00, bo late_fine -12.35', '40 of 100: 440, and below 60');
select is_empty('select * from pay.verify_ledger() union all select null, problem from period.verify()', 'the whole of it');

-- What was changed, or paid by nobody, is found.
alter table pay.ledger disable trigger all;
create function fixture.found(change text) returns text language plpgsql as $$
declare
    found text;
begin
    execute change;
    found := (select string_agg(p.problem, ' | ' order by p.problem) from pay.verify_lines() p);
    raise exception using errcode = 'MD000', message = coalesce(found, 'nothing');
exception when sqlstate 'MD000' then
    return sqlerrm;
end $$;
select alike(fixture.found($$ update pay.ledger set amount = 441 where amount = 440 $$), 'settled at line % item performance_pay of bo: 441.00, not 440.00%', 'another amount');
select alike(fixture.found($$ delete from pay.ledger where amount = 440 $$), 'settled at line % item performance_pay of bo: 0, not 440.00%', 'a missing one');
select alike(fixture.found($$ insert into pay.ledger select line + 1, period, revision, 'an', scheme, 'gift', 'pay', 7, currency, null, null, note, posted_at, posted_by, hash, repeat('1', 64)
                                from pay.ledger order by line desc limit 1 $$), '%no settlement pays it%', 'and one too many');
create function fixture.taken_back(line pay.ledger) returns text language sql as $$
    select fixture.found(format('select pay.append(array[row(%L, %s, %L, %L, %L, %L, %s, %s, null, ''x'')::pay.entry], ''me'')', ($1).period, ($1).revision, ($1).agent, ($1).scheme, ($1).reason,
                                ($1).kind || '_reversal', -($1).amount, ($1).line))
$$;
select is(fixture.taken_back(l), 'no settlement takes that back', 'or taken back by nobody') from pay.ledger l where amount = 440;

-- What items pay counts for the minimum: of bo's penalty of 100 the commission bears 100, and 100 + 700 - 750 the minimum: 50.
alter table pay.ledger enable trigger all;
select score.load(fixture.paying(jsonb_build_array(items -> 0)) || jsonb_build_object('rewards', fixture.document() -> 'rewards'), '2025-02-01') from fixture.items;
select fixture.month('2025-02-01', '{"an": 100, "bo": 70}');
select is(fixture.close('2025-02-01') ->> 'done', 'true', 'another month closed');
select period.set_settings('{pay.minimum=750}'), pay.set_input(jsonb_agg(jsonb_build_object('month', '2025-02', 'agent', a, 'input', i, 'amount', case i when 'performance_base' then 1000 when 'own_commission' then 100 else 0 end)))
  from unnest('{an,bo}'::text[]) a, unnest('{performance_base,own_commission,shared_commission,seniority_pay,post_wage}'::text[]) i;
select is(pay.settle_pay('2025-02-01') ->> 'done', 'true', 'settled');
select is(fixture.lines('2025-02-01'), 'an first reward 100.00, bo last penalty -100.00, an performance_pay pay 1000.00, bo performance_pay pay 700.00, bo last waived 50.00', 'items are paid, then penalties borne');
select is_empty('select * from pay.verify_ledger()', 'which follows');
select is(fixture.taken_back(l), 'no settlement takes that back', 'nor is a waiver taken back without one') from pay.ledger l where kind = 'waived';

-- A corrected coefficient, and one more item: no total moves, and the month is revised all the same. Of cui's 550 -0.1 is -55.
create function fixture.plan(in_force boolean) returns text language sql as $$
    select concat_ws(' ', r ->> 'done', r -> 'plan') from period.revise('2025-01-01', 'another coefficient', schemes_in_force => $1) r
$$;
select score.load(fixture.paying(jsonb_set(items, '{1,amount,multiply,1,coefficient,有待提高}', '-0.1')
                                 || '[{"item": "by_execution", "name": {"zh": "执行力", "en": "Execution"}, "amount": {"indicator": "mark:execution"}},
                                     {"item": "completion", "name": {"zh": "完成率", "en": "Completion"}, "amount": {"multiply": [{"indicator": "target_completion", "as": "value"}, {"number": 100}]}}]',
                                 jsonb_build_object('weights_add_to', 90.0000001, 'indicators', jsonb_set(fixture.document() -> 'indicators', '{7,weight}', '0.0000001'))), '2025-01-01')
  from fixture.items;
select is(fixture.plan(false), 'false []', 'the schemes of the close pay as they did');
select is(fixture.plan(true), 'true []', 'those in force pay by other items');
select is((select count(*) || ' ' || sum(amount) from pay.ledger where period = '2025-01' and revision = 2 and kind = 'pay_reversal'),
          (select count(*) || ' ' || -sum(amount) from pay.ledger where period = '2025-01' and revision = 1 and kind = 'pay'), 'what was paid is taken back');
select is(pay.settle_pay('2025-01-01') ->> 'done', 'true', 'settled');
select is((select string_agg(concat_ws(' ', reason, amount), ', ' order by line) from pay.ledger where period = '2025-01' and revision = 2 and kind = 'pay' and agent = 'cui'),
          'performance_pay 550.00, below_60 -55.00, late_fine -24.69, completion 70.00', 'by the new ones: of 0.70, which is 55 points');
select is(fixture.plan(true), 'false []', 'once');
select fixture.mark('bo', 'lead', 80, '2025-01');
select is(fixture.plan(false), 'true [' || string_agg(format('{"by": "drift", "item": "%s", "name": "shop-service mark:execution", "agent": "bo", "drift": null, "appeal": 0, "frozen": null, "drifted": 80, "revised": 80}', i), ', ' order by i) || ']',
          'a value, and points, that an item pays by, whether a total moves or not') from unnest('{points,value}'::text[]) i;
select is(pay.settle_pay('2025-01-01') ->> 'done', 'true', 'settled');
select is((select string_agg(concat_ws(' ', agent, amount), ', ') from pay.ledger where period = '2025-01' and revision = 3 and reason = 'by_execution' and kind = 'pay'), 'bo 80.00',
          'for each');
select is_empty('select * from pay.verify_ledger() union all select null, problem from period.verify()', 'and follows');

-- What is wrong.
create function fixture.problem(variadic items jsonb[]) returns text language sql stable as $$
    select string_agg(c.path || ': ' || c.problem, ' | ') from score.check(fixture.paying(to_jsonb($1))) c
$$;
create function fixture.item(amount jsonb, item text default 'x') returns jsonb language sql as $$
    select jsonb_build_object('item', $2, 'name', '{"zh": "x", "en": "x"}'::jsonb, 'amount', $1)
$$;
select is(fixture.problem(fixture.item('{"number": 1}', 'first'), fixture.item('{"item": "z"}', 'z'), fixture.item('{"number": 1}', 'z'), '{"item": "Z"}'),
    '$.pay.items[0].item: must not be first: that is a reason of rewards | $.pay.items[1].amount.item: must be an item that stands above; is "z" | $.pay.items[2].item: must be unique; z stands above already | '
    '$.pay.items[3].amount: is required | $.pay.items[3].item: must be small letters, digits and _, a letter first; is "Z" | $.pay.items[3].name: is required', 'items');
select is(fixture.problem(fixture.item('{"coefficient": {"特优": 1, "优": 0.5, "中等": "x"}}')),
    '$.pay.items[0].amount.coefficient: needs every grade of the list: 优秀, 有待提高, 急需提高 | $.pay.items[0].amount.coefficient.中等: must be a number; is "x" | '
    '$.pay.items[0].amount.coefficient.优: must be a grade of the list', 'coefficients by grade');
select is(fixture.problem(fixture.item('{"add": [{"target": "sales"}, {"metric": "sale"}, {"indicator": "unit_prise"}, {"result": "grade"}, {"input": "Base"}, {"metric": "sales", "of": "team"}]}')),
    '$.pay.items[0].amount.add[0]: needs exactly one of coefficient, indicator, input, item, metric, number, result, tally, add, divide, first, greatest, interpolate, least, mean, multiply, subtract; has 0 | '
    '$.pay.items[0].amount.add[1].metric: must be a metric of docs/metrics.md, mark:<indicator> or tally:<kind>; is "sale"; did you mean sales? | '
    '$.pay.items[0].amount.add[2].indicator: must be an indicator that stands above; is "unit_prise"; did you mean unit_price? | '
    '$.pay.items[0].amount.add[3].result: must be one of total, rank; is "grade" | $.pay.items[0].amount.add[4].input: must be the name of an input of payroll; is "Base" | '
    '$.pay.items[0].amount.add[5].of: is unknown; known here: metric', 'amounts');

select * from finish();
rollback;
