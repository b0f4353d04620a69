-- Statements and sheets are a person's: of all accounts of an employee number, and of an account that an alias says was the person's.
begin;
\ir ../period/fixture.psql
\ir ../../../sql/roles/create.sql
\ir ../../../sql/roles/grant.sql
select plan(29);

create role fixture_an; create role fixture_bo; create role fixture_lea; create role fixture_pay; create role fixture_hq;
grant merit_agent to fixture_an, fixture_bo;
grant merit_lead to fixture_lea;
grant merit_payroll to fixture_pay;
grant meritd_close to fixture_hq;
insert into ref.login values ('fixture_an', 'an'), ('fixture_bo', 'bo'), ('fixture_lea', 'lea');
grant usage on schema fixture to public;
create function fixture.as(role_name text, query text) returns text language plpgsql as $$
declare
    answer text;
begin
    execute format('set local role %I', role_name);
    execute query into answer;
    execute 'reset role';
    return answer;
end $$;

-- an and an2 are employee E1, in two teams, of which lea leads one; old was an's all January; bo and di are persons by themselves.
select fixture.staff('an', 'day', 'E1', 'lea'), fixture.staff('an2', 'night', 'E1'), fixture.staff('bo', 'day', 'E2', 'lea'), fixture.staff('di', 'night', 'E4'), fixture.staff('lea', 'day', role => 'lead');
select fixture.month('2025-01-01', '{"an": 100, "an2": 70, "bo": 85, "di": 55}'), fixture.close('2025-01-01');
select pay.set_input(jsonb_agg(jsonb_build_object('month', '2025-01', 'agent', a, 'input', i, 'amount', n)))
  from (values ('an', 'post_wage', '3000'), ('an', 'own_commission', '120.50'), ('an', 'shared_commission', '0'), ('an', 'seniority_pay', '50'),
               ('an2', 'own_commission', '79.50'), ('an2', 'shared_commission', '10'), ('di', 'own_commission', '40'), ('di', 'shared_commission', '0'),
               ('bo', 'post_wage', '2000')) as v(a, i, n);
insert into ref.agent_alias (account, agent, days) values ('old', 'an', '[2024-12-01,2025-03-01)');
insert into pay.input (month, agent, input, amount, set_by) values ('2025-01-01', 'old', 'seniority_pay', 5, 'a test');
select pay.settle_pay('2025-01-01');

-- By hand: an's 100 first and 120.50 + 79.50 own, 0 + 10 shared, 3000 wage, 50 + 5 seniority: 3365.00. di: 40 of commission bear 40 of 100.
create function fixture.statements(agents text default '%') returns text language sql as $$
    select string_agg(concat_ws(' ', s.agent, array_to_string(s.accounts, '+'), s.employee, s.item, s.amount), ', ' order by s.agent, s.place)
      from merit.pay_statement s where s.month = '2025-01-01' and s.agent like $1
$$;
select is(fixture.statements('an'), 'an an+an2+old E1 post_wage 3000.00, an an+an2+old E1 own_commission 200.00, an an+an2+old E1 shared_commission 10.00, '
    'an an+an2+old E1 seniority_pay 55.00, an an+an2+old E1 ledger: first reward 100.00, an an+an2+old E1 total 3365.00', 'one statement of three accounts');
select is(fixture.statements('di'), 'di di E4 post_wage, di di E4 own_commission 40.00, di di E4 shared_commission 0.00, di di E4 seniority_pay, di di E4 ledger: last penalty -100.00, '
    'di di E4 ledger: last waived 60.00, di di E4 total', 'no total while no account of the person was given an input');
select is((select count(distinct agent) from merit.pay_statement), 3::bigint, 'a statement per person');
select is((select sum(amount) filter (where item like 'ledger%') from merit.pay_statement), (select sum(amount) from pay.ledger), 'every line is in one of them');
select is(fixture.as(r, 'select string_agg(distinct s.agent, '','' order by s.agent) from merit.pay_statement s'), seen, r || ' sees')
  from (values ('fixture_pay', 'an,bo,di'), ('fixture_an', 'an'), ('fixture_bo', 'bo'), ('fixture_lea', null), ('fixture_hq', null)) as v(r, seen);
select is(fixture.as('fixture_an', $$ select string_agg(distinct s ->> 'accounts', ',') from jsonb_array_elements(web.month_end('2025-01-01') -> 'pay') s $$), '["an", "an2", "old"]', 'the door says so');

-- The year.
create function fixture.sheet(role_name text, of_agent text) returns text language sql as $$
    select fixture.as($1, format($q$ select string_agg(concat_ws(' ', s.agent, s.total, s.amount), ', ' order by s.agent) from merit.year_sheet(%L, 2025) s where s.month = '2025-01-01' $q$, $2))
$$;
select is(fixture.sheet('fixture_hq', 'an2'), 'an 100.00 100.00, an2 70.00', 'the closing role: both accounts, whichever is named');
select is(fixture.sheet('fixture_an', 'an'), 'an 100.00 100.00, an2 70.00', 'the person, too');
select is(fixture.sheet('fixture_lea', 'an'), 'an 100.00 100.00', 'a lead the account that it leads');
select is(fixture.sheet('fixture_lea', 'an2'), null, 'nothing of the other');
select is(fixture.sheet('fixture_bo', 'an'), null, 'nobody of others');

-- An account is somebody else's today, or was an's work for a while: its login shows nothing of whoever had it in January.
create role fixture_old; create role fixture_an2; create role fixture_di;
grant merit_agent to fixture_old, fixture_an2, fixture_di;
insert into ref.login values ('fixture_old', 'old'), ('fixture_an2', 'an2'), ('fixture_di', 'di');
select is(fixture.as('fixture_di', 'select sum(l.amount) from merit.ledger l'), '-40.00', 'what was waived of one''s own');
select fixture.staff('an2', employee => 'E7', day => '2025-02-01'), fixture.staff('di', employee => 'E8', day => '2025-02-01');
select is(fixture.as(r, 'select string_agg(distinct s.agent, '','') from merit.pay_statement s'), null, r || ' sees nobody else''s statement')
  from unnest('{fixture_old,fixture_an2,fixture_di}'::text[]) r;
select is(fixture.sheet('fixture_an2', 'an2'), 'an2 70.00', 'nor the person''s other accounts');
select is(fixture.sheet('fixture_di', 'di'), 'di 55.00 -100.00', 'nor what was waived of the penalty');
select is(fixture.as('fixture_di', 'select sum(l.amount) from merit.ledger l'), '-100.00', 'in the ledger neither');
set local merit.now = '';
select throws_ok($$ select fixture.as('fixture_an2', 'select period.acknowledge(''2025-01-01'')') $$, '55000', 'an2 has no result of 2025-01', 'and acknowledges nothing');
set local merit.now = '2026-06-15T12:00:00Z';
select is(fixture.statements('an'), fixture.statements('an%'), 'an''s is as it was');

-- A closed month keeps its results, whatever is said afterwards of whose accounts they were.
select is(fixture.after($$ insert into ref.agent_alias values ('bo', 'an', '[2025-01-01,2025-02-01)') $$,
                        'select string_agg(distinct array_to_string(s.accounts, ''+''), '','') from merit.pay_statement s'), 'an+an2+old,bo,di', 'a result of its own has its own statement');
select is((select string_agg(concat_ws(': ', line, problem), ' | ' order by line) from pay.input_problems('[
              {"month": "2025-01", "agent": "old", "input": "own_commission", "amount": "5"}, {"month": "2025-03", "agent": "old", "input": "own_commission", "amount": "5"}]')),
          '1: old is an account of an in 2025-01: give it to that one | 2: there is no agent "old"', 'a commission that would bear no penalty is not taken');

-- Penalties from a commission that nobody is paid.
select is((select string_agg(c.path || ': ' || c.problem, ' | ') from score.check(jsonb_set(fixture.document(), '{pay,inputs}', inputs)) c), problem, 'inputs ' || inputs::text)
  from (values ('[]'::jsonb, '$.pay.inputs: must have an input whose name ends in commission: rewards.last takes from that, and all of it would be waived'),
               ('["own_commission"]', null)) as v(inputs, problem);

-- A line asks for the inputs of its own period and accounts, however many there are of others.
insert into pay.input (month, agent, input, amount, set_by)
select make_date(2020 + n % 5, 1 + n % 12, 1), 'x' || n / 60, 'own_commission', 1, 'a test' from generate_series(1, 30000) n;
analyze pay.input;
create function fixture.read() returns setof bigint language sql as $$
    select pg_stat_get_xact_tuples_returned(r) + pg_stat_get_xact_tuples_fetched(r)
      from unnest(array['pay.input', 'pay.input_key', 'pay.input_term']::regclass[]) r
$$;
create table fixture.before as select sum(n) as read from fixture.read() n;
select count(*) from merit.pay_statement;
select cmp_ok((select sum(n) from fixture.read() n) - (select read from fixture.before), '<', 1000::numeric, 'rows read for them');

select * from finish();
rollback;
