-- What quarters, half-years and years pay: awards with an amount and pay items, once, at the close and at the settlement, revised, told and derived again.
begin;
\ir ../period/fixture.psql
set local merit.now = '2027-08-15T12:00:00Z';
select plan(69);

create function fixture.of(period text, revision integer default 0) returns text language sql stable as $$
    select coalesce(string_agg(concat_ws(' ', l.agent, l.reason, l.kind, l.amount), ', ' order by l.line), '') from pay.ledger l where l.period = $1 and l.revision = $2
$$;
create function fixture.input(agent text, input text, amount numeric, reason text default null) returns integer language sql as $$
    select pay.set_input(jsonb_build_array(jsonb_build_object('month', '2025-Q1', 'agent', $1, 'input', $2, 'amount', $3)), reason => $4)
$$;
create function fixture.payroll(term text) returns text language sql as $$
    select string_agg(concat_ws(' ', record, accounts, period, revision, correction, rewards, penalties, waived, corrections, pay, amount), ', ') from pay.payroll_term($1)
$$;
create function fixture.problems(document jsonb) returns text language sql as $$
    select coalesce(string_agg(path || ' ' || problem, ' | ' order by path, problem), '') from score.check($1)
$$;
create function fixture.is_whole() returns text language sql as $$
    select coalesce(string_agg(problem, ' | '), 'whole') from (select problem from pay.verify_ledger() union all select problem from period.verify()) p
$$;

-- The scheme -----------------------------------------------------------------------------------------
create table fixture.money as select jsonb_set(fixture.document(), '{terms,quarter,pay}', '{"inputs": ["own_commission"], "plus": "ledger", "items": [
    {"item": "quarter_pay", "name": {"zh": "季度工资", "en": "Quarter pay"},
     "amount": {"multiply": [{"input": "quarter_base"}, {"coefficient": {"特优": 1.5, "优秀": 1.2, "中等": 1, "有待提高": 0.5, "急需提高": 0}}]}},
    {"item": "per_point", "name": {"zh": "按分", "en": "Per point"}, "amount": {"multiply": [{"result": "total"}, {"number": 0.1}]}}]}') || '{
    "shares": {"quarter": [{"award": "quarter_best", "of": "best", "places": 1, "amount": 500}, {"award": "quarter_good", "of": "best", "share": 0.5, "amount": 100.5},
                           {"award": "training", "of": "last", "places": 1}, {"award": "quarter_last", "of": "last", "places": 1, "amount": -300}]},
    "counts": {"quarter": [{"award": "months_below", "when": "below_coaching", "least": 2, "amount": -20}]}}' as document;
select is(fixture.problems(document), '', 'a scheme whose quarters pay') from fixture.money;
select is(fixture.problems(jsonb_set(document, path::text[], value::jsonb)), problem, problem)
  from fixture.money, (values
    ('{shares,quarter,0,award}', '"first"', '$.shares.quarter[0].award must not be first: that is a reason of rewards'),
    ('{shares,quarter,0,due_days}', '3', '$.shares.quarter[0].due_days must be absent: an amount is paid, and asks nobody for anything'),
    ('{shares,quarter,0,amount}', '"5"', '$.shares.quarter[0].amount must be a number; is "5"'),
    ('{shares,quarter,0,award}', '"per_point"', '$.terms.quarter.pay.items[1].item must not be per_point: that is an award with an amount'),
    ('{terms,quarter,pay,items,1,item}', '"quarter_pay"', '$.terms.quarter.pay.items[1].item must be unique; quarter_pay stands above already'),
    ('{terms,quarter,pay,items,1,amount}', '{"item": "per_points"}', '$.terms.quarter.pay.items[1].amount.item must be an item that stands above; is "per_points"'),
    ('{terms,quarter,pay,items,1,amount}', '{"tally": "late"}', '$.terms.quarter.pay.items[1].amount must name neither metric nor tally: of a quarter totals, ranks and indicators are kept. Let an indicator have it, in a scheme whose period is quarter')) as v(path, value, problem);
select is(fixture.problems(jsonb_set(document, '{terms,quarter,pay,inputs}', '["post_wage"]')),
          '$.counts.quarter[0].amount must be above 0, or $.terms.quarter.pay.inputs must have an input whose name ends in commission: penalties are taken from that, and all of it would be waived | '
          '$.shares.quarter[3].amount must be above 0, or $.terms.quarter.pay.inputs must have an input whose name ends in commission: penalties are taken from that, and all of it would be waived', 'what would be waived')
  from fixture.money;
select score.load(document, '2025-01-01') from fixture.money;

-- The close ------------------------------------------------------------------------------------------
-- an and bo have (100 + 85 + 70) / 3 = 85, and the grade 中等, as no 优秀 has room; cui 75, 中等; dan (40 + 25) / 2 = 32.5; eve one month of two needed.
select fixture.staff(a, employee => e) from (values ('an', 'E1'), ('bo', 'E2'), ('cui', null), ('dan', 'E4'), ('eve', null)) v(a, e);
select fixture.month('2025-01-01', '{"an": 100, "bo": 85, "cui": 70, "dan": 40}');
select fixture.month('2025-02-01', '{"an": 85, "bo": 100, "cui": 70, "dan": 25}');
select fixture.month('2025-03-01', '{"an": 70, "bo": 70, "cui": 85, "eve": 100}');
select period.close(m::date, as_of => m + interval '1 month 10 days', accept_warnings => true, anyway => true, reason => 'a test')
  from generate_series('2025-01-01'::date, '2025-03-01', '1 month') m;
select throws_like($$ select pay.settle_term('2025-Q1') $$, '2025-Q1 is not closed', 'nothing to settle yet');
create function fixture.hands() returns text language sql stable as $$
    select string_agg(b ->> 'message', ', ') from jsonb_array_elements(period.said(period.term_warnings('2025-Q1'))) b where b ->> 'code' = 'holders'
$$;
select is(fixture.hands(), null, 'each account is one person''s');
select is(fixture.after($$ select fixture.staff('dan', employee => 'E9', day => '2025-03-15'), fixture.staff('cui', employee => 'E3', day => '2025-03-15') $$, 'select fixture.hands()'),
          'accounts that another person had before: their money would be the last one''s: dan', 'who had an account in January would not be paid; a number that comes later is nobody else''s');
select is(fixture.after($$ select score.load(document - '{shares,counts}'::text[] #- '{terms,quarter,pay}', '2025-01-01') from fixture.money; select fixture.staff('dan', employee => 'E9', day => '2025-03-15') $$,
                        'select fixture.hands()'), null, 'where nothing is paid, it does not matter');
create function fixture.refusal(command text) returns text language plpgsql as $$
begin
    execute command;
    return 'done';
exception when object_not_in_prerequisite_state then
    return sqlerrm;
end $$;
select is(fixture.after($$ select fixture.staff('dan', employee => 'E9', day => '2025-03-15') $$,
                        $$ select fixture.refusal('select period.close_term(''2025-Q1'')') || ' / ' || (period.close_term('2025-Q1', accept_warnings => true) #>> '{accepted,0,code}') $$),
          '2025-Q1 is not closed: 1 thing is in the way / holders', 'closed when somebody accepts it, which is kept');
create function fixture.statement(who text) returns text language sql stable as $$
    select string_agg(concat_ws(' ', item, amount), ', ' order by place) from merit.pay_statement where period = '2025-Q1' and agent = $1
$$;
select is(fixture.after($$ select score.load(document #- '{terms,quarter,pay}', '2025-01-01') from fixture.money; select period.close_term('2025-Q1', accept_warnings => true) $$,
                        $$ select concat_ws(' | ', fixture.statement('an'), fixture.statement('dan')) $$),
          'ledger: quarter best reward 500.00, ledger: quarter good reward 100.50, total 600.50 | own_commission, ledger: quarter last penalty -300.00, ledger: months below penalty -20.00, total',
          'without a formula, who has a penalty is not told a total before the commission is known');
create table fixture.dry as select period.close_term('2025-Q1', accept_warnings => true, dry_run => true) -> 'ledger' as lines;
select is(fixture.of('2025-Q1'), '', 'a dry run writes nothing');
select is(period.close_term('2025-Q1', accept_warnings => true, by_person => 'qian') ->> 'done', 'true', 'closed');
-- Half of four are two; the last of four is dan, who also was below 70 twice. What has an amount asks nobody for anything.
select is(fixture.of('2025-Q1'), 'an quarter_best reward 500.00, an quarter_good reward 100.50, bo quarter_good reward 100.50, dan quarter_last penalty -300.00, dan months_below penalty -20.00', 'each award, once');
select is((select string_agg(concat_ws(' ', l ->> 'agent', l ->> 'reason', l ->> 'kind', l ->> 'amount', l ->> 'currency'), ', ' order by o)
             from fixture.dry cross join lateral jsonb_array_elements(lines) with ordinality x(l, o)),
          (select string_agg(concat_ws(' ', agent, reason, kind, amount, currency), ', ' order by line) from pay.ledger where period = '2025-Q1'), 'the dry run showed what was written');
select is((select string_agg(distinct concat_ws(' ', currency, scheme, posted_by), ', ') from pay.ledger where period = '2025-Q1'), 'CNY shop-service qian (postgres)', 'in the shop''s currency, by whom');
select is((select string_agg(distinct note, ', ' order by note) from merit.ledger where period = '2025-Q1' and agent = 'dan'), '2 of 3 periods below coaching, rank 4 of 4', 'and why');
select is((select string_agg(concat_ws(' ', agent, action), ', ') from merit.action where term = '2025-Q1'), 'dan training', 'an award without an amount is an action');
select is((select string_agg(concat_ws(' ', r ->> 'agent', r ->> 'reason', r ->> 'amount'), ', ' order by o) from post.message m cross join lateral jsonb_array_elements(m.content -> 'rewards') with ordinality x(r, o) where m.term = '2025-Q1'),
          'an quarter_best 500.00, an quarter_good 100.50, bo quarter_good 100.50, dan quarter_last -300.00, dan months_below -20.00', 'the posting tells it');
select is(fixture.is_whole(), 'whole', 'and it is derived again');
select is(period.close_term('2025-Q1') ->> 'already', 'true', 'once');

-- The settlement ---------------------------------------------------------------------------------------
select throws_like($$ select * from pay.payroll_term('2025-Q1') $$, '2025-Q1 is not settled%', 'no payroll before it');
select is((select string_agg(concat_ws(' ', u ->> 'agent', u ->> 'missing'), ', ' order by u ->> 'agent') from jsonb_array_elements(pay.settle_term('2025-Q1') -> 'unknown') u),
          'an ["quarter_base"], bo ["quarter_base"], cui ["quarter_base"], dan ["own_commission", "quarter_base"], eve ["quarter_base"]', 'what is unknown is listed');
select is(fixture.statement('an') || ' | ' || fixture.statement('dan'),
          'quarter_base, ledger: quarter best reward 500.00, ledger: quarter good reward 100.50, total | own_commission, quarter_base, ledger: quarter last penalty -300.00, ledger: months below penalty -20.00, total', 'nor is anybody whose item lacks an input');
select is(fixture.after($$ select fixture.staff('an2', employee => 'E1'), fixture.month('2025-03-01', '{"an": 70, "an2": 70, "bo": 70, "cui": 85, "eve": 100}'), period.revise('2025-03-01', 'a second account'),
                                  period.revise_term('2025-Q1', 'a second account'), fixture.input('an', 'quarter_base', 1000) $$,
                        $$ select string_agg(concat_ws(' ', item, amount), ', ' order by place) from merit.pay_statement where period = '2025-Q1' and agent = 'an' and item not like 'ledger%' $$),
          'quarter_base, total', 'nor who has given it for one of two accounts');
select is(sum(fixture.input(v.agent, 'quarter_base', v.base)), 5::bigint, 'payroll gives what is of the quarter')
  from (values ('an', 1000.01), ('bo', 800), ('cui', 600), ('dan', 400), ('eve', 300)) v(agent, base);
select is(fixture.input('dan', 'own_commission', 250.5), 1, 'and the commission of the quarter');
select throws_like($$ select fixture.input('an', 'quarter_base', 1000) $$, 'payroll input refused', 'another amount needs a reason');
select throws_like($$ select pay.set_input('[{"month": "2025-Q5", "agent": "an", "input": "quarter_base", "amount": "1"}]') $$, 'payroll input refused', 'of a period that there is');
-- dan bears 250.50 of 300, and nothing of 20: 49.50 and 20 are waived. Nobody without a grade has a coefficient.
select is((select string_agg(concat_ws(' ', l ->> 'agent', l ->> 'reason', l ->> 'kind', l ->> 'amount'), ', ' order by o) from jsonb_array_elements(pay.settle_term('2025-Q1', dry_run => true) -> 'lines') with ordinality x(l, o)),
          'an quarter_pay pay 1000.01, bo quarter_pay pay 800.00, cui quarter_pay pay 600.00, an per_point pay 8.50, bo per_point pay 8.50, cui per_point pay 7.50, dan per_point pay 3.25, eve per_point pay 10.00, '
          'dan quarter_last waived 49.50, dan months_below waived 20.00', 'what it will write');
select is(pay.settle_term('2025-Q1') ->> 'done', 'true', 'settled');
select is(fixture.payroll('2025-Q1'), 'person an 2025-Q1 0 0 600.50 0 0 0 1008.51 1609.01, person bo 2025-Q1 0 0 100.50 0 0 0 808.50 909.00, person dan 2025-Q1 0 0 0 -320.00 69.50 0 3.25 -247.25, '
          'person cui 2025-Q1 0 0 0 0 0 0 607.50 607.50, person eve 2025-Q1 0 0 0 0 0 0 10.00 10.00, total 2025-Q1 701.00 -320.00 69.50 0 2437.76 2888.26', 'for payroll');
select is(pay.settle_term('2025-Q1') ->> 'already', 'true', 'once');
select is(fixture.statement('cui'), 'ledger: quarter pay pay 600.00, ledger: per point pay 7.50, total 607.50', 'whoever needs no commission has a total');
select is(fixture.is_whole(), 'whole', 'waivers and items are derived again');
select is((select string_agg(concat_ws(' ', item, amount), ', ' order by place) from merit.pay_statement where period = '2025-Q1' and agent = 'dan'),
          'own_commission 250.50, ledger: quarter last penalty -300.00, ledger: months below penalty -20.00, ledger: per point pay 3.25, ledger: quarter last waived 49.50, ledger: months below waived 20.00, total 3.25', 'a statement');
select is((select count(*) from merit.pay_statement where month is not null and period like '%Q%'), 0::bigint, 'of no month');
select is((select string_agg(concat_ws(' ', term, amount, currency), ', ') from merit.year_terms('an', 2025)), '2025-Q1 1609.01 CNY, 2025-H1, 2025', 'the year''s sheet has it');
select is(pay.set_input('[{"month": "2025-Q1", "agent": "dan", "input": "own_commission", "amount": "310"}]', reason => 'late'), 1, 'a commission that was more');
select is((select string_agg(concat_ws(' ', l ->> 'reason', l ->> 'kind', l ->> 'amount'), ', ' order by o) from jsonb_array_elements(pay.settle_term('2025-Q1') -> 'lines') with ordinality x(l, o)),
          'quarter_last waived_reversal -49.50, months_below waived_reversal -20.00, months_below waived 10.00', 'bears more');

-- A month is revised, and so the quarter: dan had 85 in February, is at 62.5 and no more below 70 twice, and 有待提高.
select fixture.month('2025-02-01', '{"an": 85, "bo": 100, "cui": 70, "dan": 85}');
select is(period.revise('2025-02-01', 'late') ->> 'done', 'true', 'a month is revised');
create table fixture.revised as select period.revise_term('2025-Q1', 'its month', dry_run => true) -> 'ledger' as lines;
select is(period.revise_term('2025-Q1', 'its month') ->> 'done', 'true', 'and the quarter');
select is((select string_agg(concat_ws(' ', agent, reason, kind, amount), ', ' order by line) filter (where reverses is null) from pay.ledger where period = '2025-Q1' and revision = 1),
          'an quarter_best reward 500.00, an quarter_good reward 100.50, bo quarter_good reward 100.50, dan quarter_last penalty -300.00', 'what it earns now');
select is((select concat_ws(' ', count(*), sum(amount)) from pay.ledger where period = '2025-Q1' and revision = 1 and reverses is not null),
          (select concat_ws(' ', count(*), -sum(amount)) from pay.ledger l where period = '2025-Q1' and revision = 0 and reverses is null and not exists (select from pay.ledger r where r.reverses = l.line and r.revision = 0)), 'all that stood is reversed');
select is((select string_agg(concat_ws(' ', d ->> 'agent', d ->> 'amount'), ', ') from post.message m cross join lateral jsonb_array_elements(m.content -> 'difference') d where m.term = '2025-Q1' and m.revision = 1), 'dan 20.00', 'the posting tells the difference');
select is((select string_agg(concat_ws(' ', r ->> 'agent', r ->> 'reason', r ->> 'amount'), ', ') from post.message m cross join lateral jsonb_array_elements(m.content -> 'rewards') r where m.term = '2025-Q1' and m.revision = 1), 'dan months_below 20.00', 'and the money');
select is(pay.settle_term('2025-Q1') ->> 'done', 'true', 'it is settled again');
select is((select string_agg(concat_ws(' ', accounts, revision, corrections, amount), ', ') from pay.payroll_term('2025-Q1', for_revision => 1) where accounts = 'dan'), 'dan 1 306.75 213.00', 'payroll gets what it adds: what stood, −320 + 10 + 3.25, taken back, and what it is now');
-- Before: −320 + 10 waived + 3.25. Now: −300 + 0 waived + 0.5 × 400 + 6.25.
select is((select sum(amount) from pay.ledger where period = '2025-Q1' and agent = 'dan'), -93.75, 'and in all what the quarter is worth');
select is(fixture.is_whole(), 'whole', 'whole');
select is(period.revise_term('2025-Q1', 'again') ->> 'done', 'false', 'nothing else to revise');

-- An account that became another agent's in March: both have a result, so both would be paid.
insert into ref.agent_alias values ('eve', 'an', '[2025-03-01,2025-06-01)');
select is((select string_agg(ref.say(w ->> 'message', 'en') || ' ' || (w ->> 'agents'), ', ') from jsonb_array_elements(period.term_warnings('2025-Q1', 1)) w where w ->> 'code' = 'alias'),
          'eve is an account of an by the end: each of the two is scored and paid by itself ["an", "eve"]', 'a close warns of it');
delete from ref.agent_alias;

-- Two schemes, and another currency --------------------------------------------------------------------
select score.load('{"scheme": "bonus", "name": {"zh": "季", "en": "Bonus"}, "period": "quarter", "currency": "USD",
    "indicators": [{"indicator": "skill", "name": {"zh": "技能", "en": "Skill"}, "weight": 100, "better": "higher", "on_null": "leave_out",
                    "value": {"marks": "skill", "roles": {"lead": 1}, "points_of": "mean"}, "rule": "mark", "parameters": {"range": {"from": 0, "to": 100}}}],
    "grades": [{"grade": "all"}], "ranking": {"scope": "shop", "ties": "indicators_in_order"},
    "eligibility": {"roles": ["agent"], "statuses": ["regular"], "min_days": 0, "min_received": 1},
    "pay": {"inputs": [], "plus": "ledger", "items": [{"item": "bonus", "name": {"zh": "奖金", "en": "Bonus"}, "amount": {"multiply": [{"indicator": "skill"}, {"number": 2}]}}]}}', '2025-01-01');
select is((select string_agg(replace(w ->> 'message', E'\t', ' '), ', ') from jsonb_array_elements(period.term_warnings('2025-Q2')) w where w ->> 'code' in ('unpaid', 'currency')), 'warning.unpaid bonus shop-service', 'one scheme pays');
select is(period.term_leader('2025-Q2'), 'shop-service', 'that of the months');
select score.load((document - '{shares,counts}'::text[]) #- '{terms,quarter,pay}', '2025-01-01') from fixture.money;
select is(period.term_leader('2025-Q2'), 'bonus', 'or the only one with money for it');
select is((select string_agg(replace(w ->> 'message', E'\t', ' '), ', ') from jsonb_array_elements(period.term_warnings('2025-Q2')) w where w ->> 'code' in ('unpaid', 'currency')), 'warning.currency bonus USD CNY', 'whose currency is warned of');

-- What weighs nothing moves no total, but pay: a wrong target of 125 made 0.8 of what is 0.5 by the one before it.
select score.load(jsonb_set(jsonb_set(document, '{indicators,1}', '{"indicator": "reach", "name": {"zh": "完成", "en": "Reach"}, "weight": 0, "better": "higher", "on_null": "leave_out",
    "value": {"divide": [{"number": 100}, {"target": "sales"}]}, "rule": "figure", "parameters": {}}'),
    '{pay,items,0,amount}', '{"multiply": [{"indicator": "reach", "as": "value"}, {"input": "bonus_base"}]}'), '2025-01-01')
  from score.scheme where scheme = 'bonus';
select fixture.month(m::date, '{"an": 85}') from generate_series(timestamp '2025-04-01', '2025-06-01', '1 month') m;
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale) values (301, '2025-06-20Z', 'an', 'skill', '2025-Q2', 'qin', 'lead', 80, 100);
insert into fact.target (hash, at, agent, period, metric, value) values (401, '2025-06-01Z', 'an', '2025-Q2', 'sales', 200), (402, '2025-06-02Z', 'an', '2025-Q2', 'sales', 125);
select period.close(m::date, as_of => m + interval '1 month 10 days', accept_warnings => true, anyway => true, reason => 'a test')
  from generate_series(timestamp '2025-04-01', '2025-06-01', '1 month') m;
select period.close_term('2025-Q2', accept_warnings => true);
select fact.exclude('target', '402', 'wrong');
select is((select string_agg(concat_ws(' ', p ->> 'agent', p ->> 'item', p ->> 'name', p ->> 'frozen', p ->> 'revised'), ', ') from jsonb_array_elements(period.revise_term('2025-Q2', 'the target') -> 'plan') p),
          'an indicator bonus reach 0.8 0.5', 'a revision, before anything is given that it multiplies');
select pay.set_input('[{"month": "2025-Q2", "agent": "an", "input": "bonus_base", "amount": "1000"}]');
select is((select string_agg(concat_ws(' ', l ->> 'agent', l ->> 'reason', l ->> 'amount'), ', ') from jsonb_array_elements(pay.settle_term('2025-Q2') -> 'lines') l), 'an bonus 500.00', 'is what the settlement pays by');
select is(fixture.is_whole(), 'whole', 'and whole');

-- Nor does what stays in its band: 100 of 125 are 0.8, of 120 0.8333…, which are 80 points both.
select score.load(jsonb_set(jsonb_set(document, '{indicators}', '[{"indicator": "reach", "name": {"zh": "完成", "en": "Reach"}, "weight": 100, "better": "higher", "on_null": "leave_out",
    "value": {"divide": [{"number": 100}, {"target": "sales"}]}, "rule": "bands", "parameters": {"at_least": [{"value": 0.75, "points": 80}], "otherwise": 0}}]'),
    '{pay,items,0,amount}', '{"multiply": [{"indicator": "reach", "as": "value"}, {"input": "bonus_base"}]}'), '2025-07-01')
  from (select s.document from score.scheme s where s.scheme = 'bonus' order by s.version desc limit 1) d;
select fixture.month(m::date, '{"an": 85}') from generate_series(timestamp '2025-07-01', '2025-09-01', '1 month') m;
insert into fact.target (hash, at, agent, period, metric, value) values (403, '2025-09-01Z', 'an', '2025-Q3', 'sales', 120), (404, '2025-09-02Z', 'an', '2025-Q3', 'sales', 125);
select period.close(m::date, as_of => m + interval '1 month 10 days', accept_warnings => true, anyway => true, reason => 'a test')
  from generate_series(timestamp '2025-07-01', '2025-09-01', '1 month') m;
select period.close_term('2025-Q3', accept_warnings => true, anyway => true, reason => 'a test');
select fact.exclude('target', '404', 'wrong');
select ok(period.term_moved('2025-Q3'), 'a value by which pay goes has moved');
select is((select string_agg(concat_ws(' ', p ->> 'agent', p ->> 'item', p ->> 'name', p ->> 'frozen', p ->> 'revised'), ', ') from jsonb_array_elements(period.revise_term('2025-Q3', 'the target') -> 'plan') p),
          'an value bonus reach 0.8 0.833333333333', 'and is revised before anything is given that it multiplies');
select pay.set_input('[{"month": "2025-Q3", "agent": "an", "input": "bonus_base", "amount": "1000"}]');
select is((select string_agg(concat_ws(' ', l ->> 'agent', l ->> 'reason', l ->> 'amount'), ', ') from jsonb_array_elements(pay.settle_term('2025-Q3') -> 'lines') l), 'an bonus 833.33', 'so that this is paid');

-- In teams of their own, an and bo of one, who is best depends on the team, whatever the rank: late it is heard that bo was in cui's in the end.
select score.load((jsonb_set(document - 'counts', '{ranking,scope}', '"team"') || '{"shares": {"quarter": [{"award": "quarter_best", "of": "best", "places": 1, "amount": 500}]}}') #- '{terms,quarter,pay}', '2025-10-01')
  from fixture.money;
select fixture.staff(a, t, employee => e, day => '2025-10-01') from (values ('an', 'A', 'E1'), ('bo', 'A', 'E2'), ('cui', 'B', null)) v(a, t, e);
select fixture.month(m::date, '{"an": 100, "bo": 70, "cui": 85}') from generate_series(timestamp '2025-10-01', '2025-12-01', '1 month') m;
select period.close(m::date, as_of => m + interval '1 month 10 days', accept_warnings => true, anyway => true, reason => 'a test')
  from generate_series(timestamp '2025-10-01', '2025-12-01', '1 month') m;
select period.close_term('2025-Q4', accept_warnings => true, anyway => true, reason => 'a test');
select is(fixture.of('2025-Q4'), 'an quarter_best reward 500.00', 'cui is alone');
select fixture.staff('bo', 'B', employee => 'E2', day => '2025-12-15');
select ok(period.term_moved('2025-Q4'), 'it has moved');
select is((select string_agg(concat_ws(' ', p ->> 'agent', p ->> 'item', p ->> 'name', p ->> 'frozen', p ->> 'revised'), ', ') from jsonb_array_elements(period.revise_term('2025-Q4', 'a team', dry_run => true) -> 'plan') p),
          'bo team shop-service A B', 'by the team alone');

select * from finish();
rollback;
