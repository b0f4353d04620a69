-- Payroll: penalties come from commission only, once; statements; the control total.
begin;
\ir ../period/fixture.psql
select plan(52);

create function fixture.input(month text, agent text, inputs jsonb) returns integer language sql as $$
    select pay.set_input(jsonb_agg(jsonb_build_object('month', $1, 'agent', $2, 'input', i.key, 'amount', i.value)))
      from jsonb_each_text($3) i
$$;
create function fixture.refusal(command text) returns text language plpgsql as $$
begin
    execute 'select * from ' || command;
    return 'done';
exception when others then
    return sqlerrm;
end $$;

-- bo and bo2 are accounts of one person; cui has no employee number.
select fixture.staff('an', employee => 'E1'), fixture.staff('bo', employee => 'E2'), fixture.staff('bo2', employee => 'E2'), fixture.staff('cui');
select fixture.month('2025-01-01', '{"an": 100, "bo": 70, "bo2": 70, "cui": 85}');
select is(fixture.refusal($$ pay.settle_pay('2025-01-01') $$), '2025-01 is not closed', 'an open month is not settled');
select fixture.close('2025-01-01');
select is(fixture.lines('2025-01-01'), 'an first reward 100.00, bo last penalty -50.00, bo2 last penalty -50.00', 'the lines');
select alike(fixture.refusal($$ pay.payroll('2025-01-01') $$), '2025-01 is not settled%', 'payroll waits for the settlement');
select is((select amount from pay.payroll('2025-01-01', provisional => true) where record = 'total'), 0.00, 'unless provisional');

-- Unknown commissions are listed, and nothing is written.
select is((select jsonb_path_query_array(pay.settle_pay('2025-01-01'), '$.unknown[*].agent')), '["bo", "bo2"]', 'unknown commissions are listed');
select is(pay.settle_pay('2025-01-01') #> '{unknown,0,missing}', '["own_commission", "shared_commission"]', 'and which');
select fixture.input('2025-01', 'bo', '{"own_commission": "60", "shared_commission": "0"}');
select is(pay.settle_pay('2025-01-01') -> 'unknown', '[{"agent": "bo2", "employee": "E2", "missing": ["own_commission", "shared_commission"]}]',
          'a missing one is not 0, on whatever account of the person');
select is((select count(*) from pay.settlement) + (select count(*) from pay.ledger where kind = 'waived'), 0::bigint, 'nothing was written');

-- 70 of commission on two accounts bear 50 of bo and 20 of bo2: 30 are waived.
select fixture.input('2025-01', 'bo2', '{"own_commission": "0", "shared_commission": "10.00"}');
select is(pay.settle_pay('2025-01-01', dry_run => true) #>> '{lines,0,amount}', '30.00', 'a dry run tells');
select is((select count(*) from pay.settlement) + (select count(*) from pay.ledger where kind = 'waived'), 0::bigint, 'and writes nothing');
select is(pay.settle_pay('2025-01-01', by_person => 'qian') ->> 'done', 'true', 'settled');
select is(fixture.lines('2025-01-01'), 'an first reward 100.00, bo last penalty -50.00, bo2 last penalty -50.00, bo2 last waived 30.00', 'one line waived');
select is((select waives from pay.ledger where kind = 'waived'), (select line from pay.ledger where agent = 'bo2' and kind = 'penalty'), 'that names the penalty');
select is(pay.settle_pay('2025-01-01') ->> 'already', 'true', 'once');
select is((select count(*) from pay.ledger), 4::bigint, 'and no more');
select is((select string_agg(concat_ws(' ', record, employee, name, accounts, revision, rewards, penalties, waived, corrections, amount), ', ' ) from pay.payroll('2025-01-01')),
          'person E1 An an 0 100.00 0 0 0 100.00, person E2 Bo2 bo bo2 0 0 -100.00 30.00 0 -70.00, total 100.00 -100.00 30.00 0 30.00',
          'one row a person, the accounts of one together, and a control total');
select is_empty($$ select * from pay.verify_ledger() $$, 'the chain is whole');

-- A correction is a further line with a reason; the month then settles anew, and payroll gets what differs as a row of its own.
select is(fixture.refusal($$ pay.set_input('[{"month": "2025-01", "agent": "bo", "input": "own_commission", "amount": "85"}]') $$), 'payroll input refused', 'another amount needs a reason');
select is(pay.set_input('[{"month": "2025-01", "agent": "bo", "input": "own_commission", "amount": "85"},
                          {"month": "2025-01", "agent": "bo2", "input": "own_commission", "amount": "0"}]', 'qian', 'a contract was late'), 1, 'and with one it is taken');
select is((select string_agg(concat_ws(' ', amount, reason), ', ' order by id) from pay.input where agent = 'bo' and input = 'own_commission'), '60.00, 85.00 a contract was late', 'beside the one before');
select throws_like($$ update pay.input set amount = 0 $$, 'update of pay.input is refused%', 'nothing is rewritten');
select alike(fixture.refusal($$ pay.payroll('2025-01-01') $$), '2025-01 is not settled%', 'payroll waits for the settlement of it');
select is(pay.settle_pay('2025-01-01', by_person => 'qian') ->> 'correction', '1', 'the first correction');
select is(fixture.lines('2025-01-01'), 'an first reward 100.00, bo last penalty -50.00, bo2 last penalty -50.00, bo2 last waived 30.00, '
          'bo2 last waived_reversal -30.00, bo2 last waived 5.00', '95 of commission bear 95 of 100');
select is(pay.settle_pay('2025-01-01') ->> 'already', 'true', 'once');
select is((select string_agg(concat_ws(' ', employee, revision, correction, amount), ', ') from pay.payroll('2025-01-01') where record = 'person'),
          'E1 0 0 100.00, E2 0 0 -70.00, E2 0 1 -25.00', 'what was paid stays, the correction is a row of its own');
select pay.set_input('[{"month": "2025-01", "agent": "bo", "input": "own_commission", "amount": "60"}]', reason => 'it was not'), pay.settle_pay('2025-01-01');
select is_empty($$ select * from pay.verify_ledger() $$, 'all of it follows from the settlements');

-- Input is checked.
select is(fixture.refusal($$ pay.set_input('[{"month": "2025-13", "agent": "bo", "input": "x", "amount": "1"}]') $$), 'payroll input refused', 'a month that is none');
select is(fixture.refusal($$ pay.set_input('[{"month": "2025-02", "agent": "bo", "input": "x", "amount": "1.005"}]') $$), 'payroll input refused', 'half a cent');
select is((select string_agg(concat_ws(': ', line, problem), ' | ' order by place) from pay.input_problems('[
              {"line": 2, "month": "2025-02", "agent": "bo", "input": "own_commission", "amount": "1"},
              {"line": 3, "month": "2025-1", "agent": "nobody", "input": "own_comission", "amount": "1,5"},
              {"line": 5, "month": "2025-02", "agent": "bo", "input": "own_commission", "amount": "2"},
              {"line": 6, "problem": "2 fields", "agent": "bo"}, {}]') with ordinality as x(line, problem, place)),
          '3: amount is "1,5"; it must be a decimal with at most two places | '
          '3: input is "own_comission"; the inputs are own_commission, post_wage, seniority_pay, shared_commission | '
          '3: month is "2025-1"; it must be a month, such as 2026-10, or a longer period, such as 2026-Q4 | 3: there is no agent "nobody" | '
          '5: line 2 gives the same input already | 6: 2 fields | 5: agent is missing | 5: amount is ""; it must be a decimal with at most two places | '
          '5: input is missing | 5: month is ""; it must be a month, such as 2026-10, or a longer period, such as 2026-Q4', 'everything that is wrong, each by its line');
select is((select count(*) from pay.input where month = '2025-02-01'), 0::bigint, 'and nothing was written');
select is(fixture.input('2025-02', 'bo', '{"own_commission": "120"}'), 1, 'input is counted');
select is(fixture.input('2025-02', 'bo', '{"own_commission": "120"}'), 0, 'when it changes');

-- The minimum pay: 1900 + 120 of commission and 2000 at least leave 20 of the penalty of 100.
select period.set_settings('{pay.minimum=2000}');
select fixture.month('2025-02-01', '{"an": 100, "bo": 70}');
select fixture.close('2025-02-01');
select fixture.input('2025-02', 'bo', '{"own_commission": "120", "shared_commission": "0"}');
select is(pay.settle_pay('2025-02-01') #> '{unknown,0,missing}', '["post_wage", "seniority_pay"]', 'with a minimum, every input must be known');
select fixture.input('2025-02', 'bo', '{"post_wage": "1900", "seniority_pay": "0"}');
select is(pay.settle_pay('2025-02-01') #>> '{lines,0,amount}', '80.00', 'what would push pay below the minimum is waived');
select is((select string_agg(concat_ws(' ', item, amount), ', ' order by place) from merit.pay_statement where month = '2025-02-01' and agent = 'bo'),
          'post_wage 1900.00, own_commission 120.00, shared_commission 0.00, seniority_pay 0.00, ledger: last penalty -100.00, ledger: last waived 80.00, total 2000.00',
          'the statement of one agent');
select is((select count(*) from merit.pay_statement where month = '2025-02-01' and agent = 'an' and amount is null), 5::bigint, 'no total while inputs are missing');

-- No commission: all is waived; waived is not carried over. Less than none is refused.
select period.set_settings('{pay.minimum=}');
select fixture.month('2025-03-01', '{"an": 85, "bo": 70}');
select fixture.close('2025-03-01');
select is((select string_agg(concat_ws(': ', line, problem), ' | ' order by line) from pay.input_problems('[
              {"month": "2025-03", "agent": "bo", "input": "own_commission", "amount": "-5"}, {"month": "2025-03", "agent": "bo", "input": "shared_commission", "amount": "-0.01"},
              {"month": "2025-03", "agent": "bo2", "input": "own_commission", "amount": "-0.00"}, {"month": "2025-03", "agent": "bo", "input": "post_wage", "amount": "-5"}]')),
          '1: amount is "-5"; a commission is 0.00 or more | 2: amount is "-0.01"; a commission is 0.00 or more', 'a commission below 0 is not payable');
select fixture.input('2025-03', 'bo', '{"own_commission": "0", "shared_commission": "0"}');
select is(pay.settle_pay('2025-03-01') #>> '{lines,0,amount}', '100.00', 'nothing to take from');
select fixture.month('2025-04-01', '{"an": 85, "bo": 70}');
select fixture.close('2025-04-01');
select fixture.input('2025-04', 'bo', '{"own_commission": "1000", "shared_commission": "0"}');
select is(jsonb_array_length(pay.settle_pay('2025-04-01') -> 'lines'), 0, 'what was waived is not taken later');
select is((select amount from pay.payroll('2025-04-01') where employee = 'E2'), -100.00, 'enough commission bears it all');

-- A month in which nobody is paid settles as well.
select fixture.month('2025-05-01', '{"an": 85}');
select fixture.close('2025-05-01');
select is(pay.settle_pay('2025-05-01') ->> 'done', 'true', 'an empty settlement');
select is((select string_agg(concat_ws(' ', record, amount), ',') from pay.payroll('2025-05-01')), 'total 0', 'and an empty payroll');

-- A revision after the settlement: what it adds is its own row, settled again.
select fixture.month('2025-01-01', '{"an": 85, "bo": 100, "bo2": 85, "cui": 70}');
select is(period.revise('2025-01-01', 'late orders') ->> 'done', 'true', 'January is revised');
select alike(fixture.refusal($$ pay.payroll('2025-01-01') $$), '2025-01 is not settled%', 'payroll waits again');
select fixture.input('2025-01', 'cui', '{"own_commission": "500", "shared_commission": "0"}');
select pay.settle_pay('2025-01-01');
select is((select string_agg(concat_ws(' ', employee, accounts, amount), ', ') from pay.payroll('2025-01-01', for_revision => 1) where record = 'person'),
          'E1 an -100.00, E2 bo bo2 170.00, cui -100.00',
          'an gives the 100 back, the person of bo gets 100 and 70 back, cui is last');
select is((select amount from pay.payroll('2025-01-01') where record = 'total'), 0.00, 'in all: one first, one last');

-- The person of bo earns 2500 and 300 in August, so that 2550 at least leave the whole penalty; without the 200 they leave 50.
select fixture.month(m, '{"bo": 100, "bo2": 70}'), fixture.close(m) from (values (date '2025-06-01'), ('2025-07-01'), ('2025-08-01')) v(m);
select period.set_settings('{pay.minimum=2550}');
select fixture.input('2025-08', 'bo', '{"post_wage": "1000", "own_commission": "500", "shared_commission": "0", "seniority_pay": "0"}'),
       fixture.input('2025-08', 'bo2', '{"post_wage": "1000", "own_commission": "0", "shared_commission": "0", "seniority_pay": "0"}');
select is(pay.settle_pay('2025-08-01') -> 'lines', '[]', 'the reward for a streak bears the penalty');
select pay.reverse_streak((select line from pay.unreversed where period = '2025-08' and reason = 'first_streak'), 'no ground');
select alike(fixture.refusal($$ pay.payroll('2025-08-01') $$), '2025-08 is not settled%', 'without it the month is not settled');
select is(pay.settle_pay('2025-08-01') #>> '{lines,0,amount}', '50.00', 'what it does not bear now is waived');
select is(pay.settle_pay('2025-08-01') ->> 'already', 'true', 'once');
select is_empty($$ select * from pay.verify_ledger() $$, 'which follows from the settlements');

select * from finish();
rollback;
