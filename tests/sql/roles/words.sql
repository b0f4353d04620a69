-- Whatever a role may call or read, and whatever is answered, refused or found wrong: no pay, no score and no name of another team
-- that is not its own to see. Amounts, totals and names are such that they are found in any text.
begin;
\ir ../period/fixture.psql
\ir ../../../sql/roles/create.sql
\ir ../../../sql/roles/grant.sql
set local merit.now = '';
\ir fixture.psql
select plan(16);

-- mei and lanhua are zhao's, otto is of the west, and last; the first has 777.77, a commission of 12.34 bears that much of 888.88.
insert into ref.login values ('fixture_merit_lead', 'zhao'), ('fixture_merit_agent', 'mei');
update fixture.document set document = jsonb_set(jsonb_set(document, '{rewards,first,amount}', '777.77'),
                                       '{rewards,last,amount}', '-888.88');
select score.load(fixture.document(), '2024-01-01');
select fixture.staff('mei', 'east', 'E1'), fixture.staff('lanhua', 'east', 'E2'), fixture.staff('zhao', 'east', 'E3', role => 'lead'),
       fixture.staff('otto', 'west', 'E4'), fixture.staff('olga', 'west', 'E5');
select fixture.month(m::date, '{"mei": 85, "lanhua": 85, "zhao": 85, "otto": 55, "olga": 100}') from generate_series('2025-01-01'::date, '2025-04-01', '1 month') m;
insert into fact.order_event (hash, order_id, type, at, day, customer, amount, agent, flagged)
select 1, o, 'created', '2025-01-05Z', '2025-01-05', gen_random_uuid(), 1, 'otto', false from unnest(array['o1', 'o2']) o;
select fixture.close(m::date) from generate_series('2025-01-01'::date, '2025-03-01', '1 month') m;
select pay.set_input(jsonb_agg(jsonb_build_object('month', '2025-01', 'agent', 'otto', 'input', i, 'amount', a)))
  from (values ('own_commission', '12.34'), ('shared_commission', '0')) v(i, a);
select pay.settle_pay('2025-01-01');
select is(fixture.lines('2025-01-01'), 'olga first reward 777.77, otto last penalty -888.88, otto last waived 876.54', 'what there is to know');
-- an exclusion that moved otto's numbers, of a month closed and of one that is not; olga's third first is one no longer
select fixture.month('2025-01-01', '{"mei": 100, "lanhua": 85, "zhao": 85, "otto": 55, "olga": 85}');
select fact.exclude('order', 'o1', 'a test'), fact.exclude('order', 'o2', 'a test', evidence => 'seen');
select fact.write_effect(e.id, false, array[row(m, 'otto', 'total', 'shop-service', '44.44', null)::period.number], '{}', '{}')
  from fact.exclusion e, unnest('{2025-01-01,2025-04-01}'::date[]) m;
select period.revise('2025-01-01', 'late orders');
select period.appeal_file('2025-01-01', 'otto', 'target_completion', 'unjust');

-- What somebody changed in the tables, so that there is something to say of each.
set local session_replication_role = replica;
alter table pay.settlement disable trigger all;
alter table pay.ledger disable trigger all;
alter table period.result disable trigger all;
alter table fact.exclusion_effect disable trigger all;
update pay.settlement set inputs = replace(inputs::text, '12.34', '12.30')::jsonb;
update fact.exclusion_effect set after = '99.99';
delete from pay.ledger where period = '2025-01' and revision = 1 and kind = 'penalty';
update period.result set total = 66.66 where agent = 'otto' and month = '2025-02-01';
set local session_replication_role = origin;

create function fixture.said(login text, statement text) returns text language plpgsql as $$
declare
    answer text;
    detail text;
    hint   text;
begin
    execute format('set local role %I', login);
    execute statement into answer;
    raise exception using errcode = 'MD001';
exception
when sqlstate 'MD001' then
    return answer;
when others then
    get stacked diagnostics answer = message_text, detail = pg_exception_detail, hint = pg_exception_hint;
    return concat_ws(E'\n', answer, detail, hint);
end $$;

-- What goes deep: decisions, and refusals of them.
insert into fixture.attempt
select 'fixture_' || r, format('select %s', c)
  from unnest(array['meritd_close', 'merit_lead', 'merit_agent', 'merit_operator', 'merit_payroll']) r
 cross join unnest(array['period.close(''2025-04-01'')', 'period.close(''2025-04-01'', accept_warnings => true)', 'period.close(''2025-01-01'')',
                         'period.revise(''2025-01-01'', ''x'')', 'period.appeal_file(''2025-01-01'', ''otto'', ''target_completion'', ''x'')',
                         'period.appeal_decide((select max(id) from period.appeal), false, ''x'')', 'period.action_set(1, ''done'', ''x'')',
                         'period.mark_give(gen_random_uuid(), ''2025-04-01'', ''otto'', ''execution'', ''lead'', 80)', 'period.target_set(gen_random_uuid(), ''2025-04-01'', ''otto'', ''sales'', 1)',
                         'period.target_set_term(gen_random_uuid(), ''2025-Q2'', ''otto'', ''sales'', 1)',
                         'fact.exclude(''customer'', gen_random_uuid()::text, ''x'')', 'fact.include(1, ''x'')', 'pay.settle_pay(''2025-01-01'')',
                         'pay.payroll(''2025-01-01'')', 'pay.reverse_streak(1, ''x'')', 'pay.set_input(''[{"month": "2025-01", "agent": "otto", "input": "own_commission", "amount": "1"}]'')',
                         'pay.verify_ledger()', 'period.verify()', 'merit.status()']) c;
-- Without the seconds of clocks, which are any number at times.
create table fixture.heard as
select a.login, a.statement, regexp_replace(fixture.said(a.login, a.statement), '\d\d:\d\d:\d\d\.\d+', '', 'g') as answer from fixture.attempt a;
select cmp_ok((select count(answer) from fixture.heard), '>', 700::bigint, 'every role, in answer or refusal');

create function fixture.told(login text, pattern text) returns setof text language sql as $$
    select h.statement from fixture.heard h where h.login = 'fixture_' || $1 and h.answer ~ $2 and h.statement !~ $2
$$;
-- The words are there to be found.
select isnt_empty(format('select fixture.told(%L, %L)', login, pattern), concat_ws(' ', login, 'hears of', pattern))
  from (values ('merit_payroll', '876\.54'), ('merit_payroll', '12\.34'), ('merit_payroll', '888\.88'), ('meritd_close', '888\.88'), ('meritd_close', '44\.44'), ('meritd_close', 'olga 200\.00')) v(login, pattern);
-- Pay: what was waived, and commissions.
select is_empty($$ select login, statement, answer from fixture.heard where login <> 'fixture_merit_payroll' and answer ~ '876\.5|12\.3[04]' $$, 'nobody but payroll hears of wages');
select is_empty(format('select fixture.told(%L, %L)', login, pattern), concat_ws(' ', login, 'hears nothing of', pattern))
  from (values ('merit_lead', 'otto|olga|west'), ('merit_agent', 'otto|olga|west|lanhua'), ('merit_reader', 'otto|olga|mei|lanhua'),
               ('merit_operator', '[78]{3}\.[78]{2}|200\.00|44\.44|66\.66|99\.99'), ('merit_payroll', '44\.44|66\.66|99\.99'),
               ('merit_lead', '888\.88|44\.44|66\.66|99\.99')) v(login, pattern);
select results_eq($$ select fixture.told('merit_agent', 'zhao') $$, $$ values (e'select string_agg(x::text, E\'\\n\') from merit.marks_due x') $$,
                  'and of its lead only who is to mark it');

select * from finish();
rollback;
