-- Approvals by amount of what quarters pay: what is to be approved is what will be paid, who approves it, and what a revision changes.
begin;
\ir fixture.psql
\ir logins.psql
select plan(44);

create role fixture_dm; create role fixture_dm2; create role fixture_dgm; create role fixture_gm; create role fixture_clerk; create role fixture_an;
grant meritd_close to fixture_dm, fixture_dm2, fixture_dgm, fixture_gm, fixture_clerk, fixture_an;
insert into ref.login values ('fixture_dm', 'dm'), ('fixture_dm2', 'dm2'), ('fixture_dgm', 'dgm'), ('fixture_gm', 'gm'), ('fixture_clerk', 'clerk'), ('fixture_an', 'an');
create function fixture.sign(role_name text, step text, of_period text default '2025-Q1') returns text language sql as $$
    select fixture.try($1, format('period.sign(%L, %L)', $3, $2))
$$;
create function fixture.due(of_period text default '2025-Q1') returns text language sql stable as $$
    select string_agg(concat_ws(' ', d.step, d.agent, d.reason, d.amount, 'to ' || nullif(d.becomes, d.amount), nullif(d.may_sign, '{}')), ', ' order by d.n)
      from period.due_signatures($1) with ordinality as d(step, may_sign, agent, reason, amount, becomes, n)
$$;
create function fixture.blocked(of_period text default '2025-Q1') returns text language sql stable as $$
    select string_agg(b ->> 'message', ' / ' order by n) from merit.term t cross join jsonb_array_elements(t.blockers) with ordinality x(b, n) where t.term = $1
$$;
create function fixture.of(of_period text, revision integer default 0) returns text language sql stable as $$
    select string_agg(concat_ws(' ', l.agent, l.reason, l.kind, l.amount), ', ' order by l.agent, l.reason, l.line) from pay.ledger l where l.period = $1 and l.revision = $2
$$;
create function fixture.problems(document jsonb) returns text language sql as $$
    select string_agg(path || ': ' || problem, ' | ' order by path, problem) from score.check($1)
$$;

-- The file: what of longer periods is approved.
create table fixture.money as select (fixture.document() - '{rewards,streaks,improvement_plan,self_mark_gap,year_end,evidence,pay}'::text[]) || '{
    "terms": {"quarter": {"of": "month", "by": "mean", "counts": "scored", "least": 2, "needs": ["signatures"], "pay": {"inputs": ["own_commission"], "plus": "ledger", "items": [
        {"item": "quarter_pay", "name": {"zh": "季度工资", "en": "Quarter pay"}, "amount": {"multiply": [{"input": "quarter_base"}, {"number": 1}]}},
        {"item": "per_point", "name": {"zh": "按分", "en": "Per point"}, "amount": {"multiply": [{"result": "total"}, {"number": 10}]}}]}}},
    "shares": {"quarter": [{"award": "quarter_best", "of": "best", "places": 1, "amount": 5000.01}, {"award": "quarter_last", "of": "last", "places": 1, "amount": -5000}]},
    "counts": {"quarter": [{"award": "months_below", "when": "below_coaching", "least": 2, "amount": -999.99}]},
    "signatures": ["submit", "file"], "signed_by": {"submit": "department_manager"},
    "signers": [{"signer": "department_manager", "roles": ["manager"], "agents": ["an"]}, {"signer": "deputy_general_manager", "roles": ["deputy"]}, {"signer": "general_manager", "agents": ["gm"]}],
    "approvals": [{"below": 1000, "by": "department_manager"}, {"up_to": 5000, "by": "deputy_general_manager"}, {"by": "general_manager"}]}' as document;
select is(fixture.problems(document), null, 'a scheme whose quarters pay, and whose amounts are approved') from fixture.money;
select is(fixture.problems((document - '{shares,counts}'::text[]) #- '{terms,quarter,pay}'),
          '$.approvals: needs rewards, pay.items or, of longer periods, awards with an amount: there is nothing to approve', 'nothing to approve') from fixture.money;
select is(fixture.problems(document - '{shares,counts}'::text[]), null, 'items alone') from fixture.money;
select is(fixture.problems(document #- '{terms,quarter,pay}'), null, 'awards alone') from fixture.money;
select is(fixture.problems((document - '{terms,shares,counts,weights_add_to}'::text[]) || '{"period": "quarter", "pay": {"inputs": [], "plus": "ledger", "items": [{"item": "x", "name": {"zh": "x", "en": "x"}, "amount": {"result": "rank"}}]},
            "indicators": [{"indicator": "skill", "name": {"zh": "技能", "en": "Skill"}, "weight": 100, "better": "higher", "on_null": "leave_out",
                            "value": {"marks": "skill", "roles": {"lead": 1}, "points_of": "mean"}, "rule": "mark", "parameters": {"range": {"from": 0, "to": 100}}}]}'), null, 'of what scores quarters itself')
  from fixture.money;
select score.load(document, '2025-01-01') from fixture.money;

-- Three months. an has (100 + 85 + 70) / 3 = 85.00 points, bo (85 + 70 + 70) / 3 = 75.00, cy (40 + 55 + 85) / 3 = 60.00, and was below 70 twice.
select fixture.staff('an'), fixture.staff('bo'), fixture.staff('cy'), fixture.staff('dm', role => 'manager'), fixture.staff('dm2', role => 'manager'), fixture.staff('dgm', role => 'deputy'), fixture.staff('gm', role => 'director'), fixture.staff('clerk', role => 'clerk');
select fixture.month('2025-01-01', '{"an": 100, "bo": 85, "cy": 40}'), fixture.month('2025-02-01', '{"an": 85, "bo": 70, "cy": 55}'), fixture.month('2025-03-01', '{"an": 70, "bo": 70, "cy": 85}');
create function fixture.close_months(variadic months date[]) returns bigint language sql as $$
    select count(period.close(m, accept_warnings => true, anyway => true, reason => 'a test')) from unnest(months) m
$$;
select fixture.close_months('2025-01-01', '2025-02-01');
set local merit.now = '2025-03-10T12:00Z';
select is(fixture.due(), 'submit {an,dm,dm2}, file', 'while the quarter runs, its money is not worked out');
set local merit.now = '';
select fixture.close_months('2025-03-01');
select is(fixture.due(), 'submit {an,dm,dm2}, department_manager cy months_below -999.99 {an,dm,dm2}, department_manager an per_point 850.00 {an,dm,dm2}, department_manager bo per_point 750.00 {an,dm,dm2}, '
          'department_manager cy per_point 600.00 {an,dm,dm2}, deputy_general_manager cy quarter_last -5000.00 {dgm}, general_manager an quarter_best 5000.01 {gm}, file',
          'each amount by itself, what is taken by its absolute value, and not what payroll alone knows');
select is(fixture.blocked(), 'it is not signed: file / it is not signed: submit / it is not approved: department manager (an, dm, dm2): an per_point 850.00, bo per_point 750.00, cy months_below -999.99, cy per_point 600.00 / '
          'it is not approved: deputy general manager (dgm): cy quarter_last -5000.00 / it is not approved: general manager (gm): an quarter_best 5000.01', 'which is what is in the way');
select is((select state from merit.term where term = '2025-Q1'), 'provisional', 'it is not final');
select alike(fixture.try('fixture_gm', $$ period.close_term('2025-Q1', accept_warnings => true) $$), '55000 | 2025-Q1 is not closed: 5 things are in the way%approvals: it is not approved: %', 'and is not closed');
select alike(fixture.try('fixture_gm', $$ period.close_term('2025-Q1', accept_warnings => true, dry_run => true) $$), '55000 | 2025-Q1 is not closed: 5 things are in the way%', 'a dry run says so');

-- Who approves: each by whom the scheme says, nobody their own.
select is(fixture.sign('fixture_dgm', 'deputy_general_manager'), '55000 | the next signature of 2025-Q1 is submit', 'the steps come first');
select is(fixture.sign('fixture_dm', 'submit'), '{department_manager,deputy_general_manager,general_manager,file}', 'submitted');
select is(fixture.sign('fixture_clerk', 'general_manager'), '42501 | step general manager of 2025-Q1 is signed by general manager, which clerk is not', 'not by anybody');
select is(fixture.sign('fixture_an', 'department_manager'), '42501 | 2025-Q1: what department manager approves is in part your own: somebody else approves it', 'nobody their own');
select is(fixture.sign('fixture_dm', 'department_manager'), '42501 | fixture_dm has signed 2025-Q1 already; each signature is another person''s', 'nor who submitted');
select is(fixture.sign('fixture_gm', 'general_manager') || fixture.sign('fixture_dm2', 'department_manager'), '{department_manager,deputy_general_manager,file}{deputy_general_manager,file}', 'in any order');
select is((select g.amounts from period.signature g where g.step = 'general_manager'), '[{"agent": "an", "amount": 5000.01, "reason": "quarter_best", "becomes": 5000.01}]', 'what each approved is kept');
select is((select jsonb_agg(a - 'amount' - 'becomes' order by a ->> 'agent') from jsonb_array_elements(fixture.try('fixture_gm', $$ (select t from jsonb_array_elements(web.month_end('2025-03-01') -> 'terms') t) $$)::jsonb -> 'signatures') s
            cross join jsonb_array_elements(s -> 'amounts') a where s ->> 'step' = 'department_manager' and a ->> 'reason' = 'per_point'),
          '[{"agent": "an", "reason": "per_point", "reason_label": "Per point"}, {"agent": "bo", "reason": "per_point", "reason_label": "Per point"}, {"agent": "cy", "reason": "per_point", "reason_label": "Per point"}]', 'the page shows it');
select is(fixture.try('fixture_gm', $$ count(*) from merit.signature where period = '2025-Q1' and counts $$), '3', 'they count');

-- Another amount voids them all: bo has 85 in February, (85 + 85 + 70) / 3 = 80.00 points.
select fixture.month('2025-02-01', '{"an": 85, "bo": 85, "cy": 55}');
create function fixture.revise_month(month date) returns text language sql as $$
    insert into period.signature (month, revision, step, content, signed_at, signed_by, login)
    select $1, 1 + (select max(c.revision) from period.closing c where c.month = $1), s, period.signed_content(to_char($1, 'YYYY-MM'), false), now(), 'x', 'x' from unnest('{submit,file}'::text[]) s;
    select period.revise($1, 'a test') ->> 'done'
$$;
select is(fixture.revise_month('2025-02-01'), 'true', 'a month is revised');
select is(fixture.try('fixture_gm', $$ count(*) from merit.signature where period = '2025-Q1' and counts $$), '0', 'what was signed is another quarter');
select alike(fixture.due(), 'submit {an,dm,dm2}, % department_manager bo per_point 800.00 %', 'and all of it is signed anew');
create function fixture.sign_all(of_period text default '2025-Q1') returns text language sql as $$
    select concat_ws(' ', fixture.sign('fixture_dm', 'submit', $1), fixture.sign('fixture_dm2', 'department_manager', $1), fixture.sign('fixture_dgm', 'deputy_general_manager', $1),
                     fixture.sign('fixture_gm', 'general_manager', $1), fixture.sign('fixture_clerk', 'file', $1))
$$;
select is(fixture.sign_all(), '{department_manager,deputy_general_manager,general_manager,file} {deputy_general_manager,general_manager,file} {general_manager,file} {file} {}', 'by all');
select is(fixture.blocked(), null, 'nothing is in the way');
select is(fixture.try('fixture_gm', $$ period.close_term('2025-Q1', accept_warnings => true) -> 'overridden' $$), '[]', 'closed, over nothing');
select pay.set_input('[{"month": "2025-Q1", "agent": "an", "input": "quarter_base", "amount": "7000"}, {"month": "2025-Q1", "agent": "bo", "input": "quarter_base", "amount": "7000"},
                       {"month": "2025-Q1", "agent": "cy", "input": "quarter_base", "amount": "7000"}, {"month": "2025-Q1", "agent": "cy", "input": "own_commission", "amount": "9000"}]');
select is(pay.settle_term('2025-Q1') ->> 'done', 'true', 'settled');
select is(fixture.of('2025-Q1'), 'an per_point pay 850.00, an quarter_best reward 5000.01, an quarter_pay pay 7000.00, bo per_point pay 800.00, bo quarter_pay pay 7000.00, '
          'cy months_below penalty -999.99, cy per_point pay 600.00, cy quarter_last penalty -5000.00, cy quarter_pay pay 7000.00', 'what was approved is paid');

-- A revision: what changes, by the greater of that and what it becomes. cy has 85 in February, (40 + 85 + 85) / 3 = 70.00, and was below 70 once.
select is(fixture.due(), 'submit {an,dm,dm2}, file', 'there is nothing to approve while nothing changes');
select fixture.month('2025-02-01', '{"an": 85, "bo": 85, "cy": 85}');
select is(fixture.revise_month('2025-02-01'), 'true', 'a month is revised once more');
select is(fixture.due(), 'submit {an,dm,dm2}, department_manager cy months_below 999.99 to 0.00 {an,dm,dm2}, department_manager cy per_point 100.00 to 700.00 {an,dm,dm2}, file', 'the difference alone');
select is(period.revise_term('2025-Q1', 'its month', dry_run => true) -> 'to_sign' -> 1,
          '{"step": "department_manager", "may_sign": ["an", "dm", "dm2"], "agent": "cy", "reason": "months_below", "amount": 999.99, "becomes": 0.00}', 'its plan says so');
select is(fixture.try('fixture_gm', $$ period.revise_term('2025-Q1', 'its month') $$), '55000 | the revision of 2025-Q1 is not signed: submit, department manager, file', 'not without');
select is(fixture.sign('fixture_dm', 'submit') || fixture.sign('fixture_an', 'department_manager') || fixture.sign('fixture_clerk', 'file'), '{department_manager,file}{file}{}', 'none of it is an''s own any more');
select is(fixture.try('fixture_gm', $$ period.revise_term('2025-Q1', 'its month') ->> 'done' $$), 'true', 'revised');
select is((select count(*) from merit.signature where period = '2025-Q1' and counts), 8::bigint, 'the signatures of both count');

-- Nor is a great amount made of small changes: of 850.00 points' worth and 5000.01, 0.01 more is the general manager's.
select score.load(jsonb_set(document, '{shares,quarter,0,amount}', '5000.02'), '2025-01-01') from fixture.money;
select is((select string_agg(concat_ws(' ', d.step, d.agent, d.reason, d.amount, d.becomes), ', ') from period.due_signatures('2025-Q1', true) d where d.agent is not null),
          'general_manager an quarter_best 0.01 5000.02', 'by what it becomes');
select score.load(document, '2025-01-01') from fixture.money;

-- A scheme that scores quarters itself: its items look at its indicators.
select score.load('{"scheme": "bonus", "name": {"zh": "季", "en": "Bonus"}, "period": "quarter", "currency": "CNY",
    "indicators": [{"indicator": "skill", "name": {"zh": "技能", "en": "Skill"}, "weight": 100, "better": "higher", "on_null": "leave_out",
                    "value": {"marks": "skill", "roles": {"lead": 1}, "points_of": "mean"}, "rule": "mark", "parameters": {"range": {"from": 0, "to": 100}}}],
    "grades": [{"grade": "all"}], "ranking": {"scope": "shop", "ties": "indicators_in_order"},
    "eligibility": {"roles": ["agent"], "statuses": ["regular"], "min_days": 0, "min_received": 1},
    "signatures": ["approve"], "signers": [{"signer": "boss", "agents": ["gm"]}], "approvals": [{"by": "boss"}],
    "pay": {"inputs": [], "plus": "ledger", "items": [{"item": "bonus", "name": {"zh": "奖金", "en": "Bonus"}, "amount": {"multiply": [{"indicator": "skill"}, {"number": 2}]}}]}}', '2025-04-01');
select period.set_settings('{month.scheme=bonus}');
select fixture.month('2025-04-01', '{"an": 100}');
select period.set_settings('{month.scheme=shop-service}'), fixture.close_months('2025-04-01'), period.set_settings('{month.scheme=bonus}');
insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale) values (901, '2025-07-01Z', 'an', 'skill', '2025-Q2', 'lea', 'lead', 81.25, 100);
select is(fixture.due('2025-Q2'), 'approve, submit {an,dm,dm2}, boss an bonus 162.50 {gm}, file', 'twice 81.25');
select is(fixture.sign('fixture_an', 'approve', '2025-Q2'), '{submit,boss,file}', 'a result of one''s own may be signed by oneself, which an amount may not');
select is(fixture.sign('fixture_dm', 'submit', '2025-Q2') || fixture.sign('fixture_an', 'boss', '2025-Q2'), '{boss,file}42501 | step boss of 2025-Q2 is signed by boss, which an is not', 'by whom that scheme says');

-- Whatever a quarter pays was known before: by chance, ties, and quarters that are revised, and closed over what is missing.
select score.load((document - '{signatures,signed_by}'::text[] #- '{terms,quarter,needs}') || '{"scheme": "chance", "counts": {"quarter": [{"award": "months_below", "when": "below_coaching", "least": 1, "amount": -0.5}]}}', '2026-01-01'), period.set_settings('{month.scheme=chance}') from fixture.money;
create function fixture.chance(month date, salt text) returns void language sql as $$
    select fixture.month($1, (select jsonb_object_agg(a, (array[100, 85, 70, 55, 40])[1 + abs(hashtext($1::text || a || $2)) % 5]) from unnest('{an,bo,cy,di,ed}'::text[]) a))
$$;
create table fixture.known (term text, revision integer, amounts period.amount[]);
select fixture.chance(m::date, 'close') from generate_series(timestamp '2026-01-01', '2026-09-01', '1 month') m;
select period.close(m::date, accept_warnings => true, anyway => true, skip => true, reason => 'a test') from generate_series(timestamp '2026-01-01', '2026-09-01', '1 month') m;
insert into fixture.known select t, 0, period.amounts_now(t) from unnest('{2026-Q1,2026-Q2,2026-Q3}'::text[]) t;
select period.close_term(t, accept_warnings => true, anyway => true, reason => 'a test') from unnest('{2026-Q1,2026-Q2,2026-Q3}'::text[]) t;
create function fixture.known(revision integer) returns text language sql stable as $$
    select string_agg(concat_ws(' ', k.term, a.agent, a.reason, a.amount), ', ' order by k.term, a.agent collate "C", a.reason collate "C")
      from fixture.known k cross join unnest(k.amounts) a where k.revision = $1 and a.reason collate "C" <> 'per_point'
$$;
create function fixture.written(revision integer) returns text language sql stable as $$
    select string_agg(concat_ws(' ', x.period, x.agent, x.reason, x.amount), ', ' order by x.period, x.agent, x.reason)
      from (select l.period, l.agent, l.reason, sum(l.amount) as amount from pay.ledger l where l.period like '2026-Q%' and l.revision = $1 group by 1, 2, 3 having sum(l.amount) <> 0) x
$$;
select is(fixture.known(0), fixture.written(0), 'rewards and penalties are written as they were known');
select fixture.chance(m::date, 'revised') from generate_series(timestamp '2026-01-01', '2026-09-01', '1 month') m;
create function fixture.approve(of_period text) returns void language sql as $$
    insert into period.signature (month, term, revision, step, content, signed_at, signed_by, login)
    select period.month_of($1), case when period.month_of($1) is null then $1 end, 1, s, period.signed_content($1, false), now(), 'x', 'x' from unnest(period.unsigned($1)) s
$$;
select fixture.approve(to_char(m, 'YYYY-MM')), period.revise(m::date, 'a test') from generate_series(timestamp '2026-01-01', '2026-09-01', '1 month') m;
insert into fixture.known select t, 1, period.amounts_now(t) from unnest('{2026-Q1,2026-Q2,2026-Q3}'::text[]) t;
select fixture.approve(t), period.revise_term(t, 'a test') from unnest('{2026-Q1,2026-Q2,2026-Q3}'::text[]) t;
select isnt(fixture.written(1), null, 'revisions change what is paid');
select is(fixture.known(1), fixture.written(1), 'as it was known');
select is_empty('select * from pay.verify_lines()', 'every line follows, and was posted');

select * from finish();
rollback;
