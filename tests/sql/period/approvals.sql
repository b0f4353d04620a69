-- Approvals by amount, and who signs which step: edges, who may, for whom, and that what is approved is what is paid.
begin;
\ir fixture.psql
\ir logins.psql
\set complaints `for up in . .. ../.. ../../..; do cat $up/config/schemes/complaint-desk.json && break; done 2>/dev/null`
select plan(85);

create role fixture_dm; create role fixture_dgm; create role fixture_gm; create role fixture_gm2; create role fixture_clerk; create role fixture_an;
grant meritd_close to fixture_dm, fixture_dgm, fixture_gm, fixture_gm2, fixture_clerk, fixture_an;
insert into ref.login values ('fixture_dm', 'dm'), ('fixture_dgm', 'dgm'), ('fixture_gm', 'gm'), ('fixture_gm2', 'gm2'), ('fixture_an', 'an'), ('fixture_clerk', 'clerk');
create function fixture.sign(role_name text, step text, month date default '2025-05-01') returns text language sql as $$
    select fixture.try($1, format('period.sign(%L, %L)', to_char($3, 'YYYY-MM'), $2))
$$;
create function fixture.settled(at timestamptz) returns void language sql as $$
    insert into settle.state (as_of) values ($1) on conflict (singleton) do update set as_of = excluded.as_of
$$;
create function fixture.counts(month date, agent text, counts jsonb) returns void language sql as $$
    insert into fixture.metric (agent, month, metric, value) select $2, $1, 'tally:' || c.key, c.value::numeric from jsonb_each_text($3) c
$$;
create function fixture.due(month date default '2025-05-01') returns text language sql stable as $$
    select string_agg(concat_ws(' ', d.step, d.agent, d.reason, d.amount, 'to ' || nullif(d.becomes, d.amount), nullif(d.may_sign, '{}')), ', ' order by d.n)
      from period.due_signatures(to_char($1, 'YYYY-MM')) with ordinality as d(step, may_sign, agent, reason, amount, becomes, n)
$$;
create function fixture.blocked(month date default '2025-05-01') returns text language sql stable as $$
    select string_agg(b ->> 'message', ' / ' order by n) from jsonb_array_elements(period.said(period.blockers($1, '2025-06-20T12:00Z'))) with ordinality as x(b, n)
$$;
create function fixture.asked(at timestamptz default '2025-06-20T12:00Z') returns text language plpgsql as $$  -- of each login, how many signatures web.due() says are due
declare answer text;
begin
    perform set_config('merit.now', at::text, true);
    select string_agg(concat_ws(' ', l, fixture.try('fixture_' || l, $q$ (select string_agg(d ->> 'signatures', ',') from jsonb_array_elements(web.due() -> 'due') d) $q$)), ', ' order by n) into answer
      from unnest('{dm,dgm,gm,clerk}'::text[]) with ordinality as x(l, n);
    perform set_config('merit.now', '', true);
    return answer;
end $$;

-- Who approves what: both ends of each edge, and what is taken by its absolute value.
select is((select string_agg(concat_ws(' ', a, score.approver(:'complaints'::jsonb -> 'approvals', a)), ', ' order by n)
             from unnest('{0.01,999.99,1000,1000.01,5000,5000.01,-999.99,-1000,-5000,-5000.01}'::numeric[]) with ordinality as u(a, n)),
          '0.01 department_manager, 999.99 department_manager, 1000 deputy_general_manager, 1000.01 deputy_general_manager, 5000 deputy_general_manager, '
          '5000.01 general_manager, -999.99 department_manager, -1000 deputy_general_manager, -5000 deputy_general_manager, -5000.01 general_manager', 'edges');

-- The document.
create table fixture.desk as select :'complaints'::jsonb as document;
create function fixture.problem(changes jsonb, remove text[] default '{}') returns text language sql stable as $$
    select string_agg(c.path || ': ' || c.problem, ' | ') from fixture.desk d cross join lateral score.check((d.document - $2) || $1) c
$$;
select is(fixture.problem('{}'), null, 'the file is right');
select is(fixture.problem('{"approvals": [{"up_to": 5000, "by": "department_manager"}, {"below": 5000, "by": "deputy_general_manager"}, {"by": "general_manger"}]}'),
          '$.approvals[1].below: must be above that of the approval before; 5000 stands there already | '
          '$.approvals[2].by: must be one of signers; is "general_manger"; did you mean general_manager?', 'limits out of order, and a signer that is none');
select is(fixture.problem('{"approvals": [{"below": 1000, "by": "department_manager"}, {"up_to": 1000, "by": "deputy_general_manager"}, {"by": "general_manager"}]}'), null, '1000 itself is between them');
select is(fixture.problem('{"approvals": [{"below": 1000, "by": "department_manager"}]}'), '$.approvals[0]: must have neither below nor up_to: the last approves whatever is above', 'nothing is left out');
select is(fixture.problem('{"approvals": [{"by": "department_manager"}, {"below": 10, "up_to": 10, "by": "department_manager"}, {"by": "general_manager"}]}'),
          '$.approvals[0]: needs exactly one of below, up_to | $.approvals[1]: needs exactly one of below, up_to | $.approvals[1].by: must be unique; department_manager stands above already',
          'limits missing and double');
select is(fixture.problem('{"signers": [{"signer": "department_manager"}, {"signer": "deputy_general_manager", "roles": ["x"], "stands_in_for": ["deputy_general_manager", "boss"]},
                                        {"signer": "file", "agents": ["x"]}, {"signer": "general_manager", "roles": []}], "signed_by": {"approve": "file", "sign": "file"}}'),
          '$.signed_by.approve: must be a step of signatures | $.signed_by.sign: is unknown; known here: file, review, submit, approve | $.signers[0]: needs roles, or agents | '
          '$.signers[1].stands_in_for: must be others; is deputy_general_manager | $.signers[1].stands_in_for[1]: must be one of signers; is "boss" | '
          '$.signers[2].signer: must not be file: that is a step of signatures | $.signers[3].roles: needs at least 1', 'signers');
select is(fixture.problem('{}', '{pay}'), '$.approvals: needs rewards, pay.items or, of longer periods, awards with an amount: there is nothing to approve', 'nothing to approve');

-- May: by hand, an loses 999.99 and 5000.01 and gets 1000; bo loses 5000. Nobody is the deputy.
delete from score.indicator; delete from score.grade; delete from score.scheme;
select score.load(document, '2025-05-01') from fixture.desk;
select fixture.staff('an'), fixture.staff('bo'), fixture.staff('dm', role => 'manager'), fixture.staff('gm', role => 'general_manager'), fixture.staff('gm2', role => 'general_manager', employee => '7'),
       fixture.staff('dgm', role => 'deputy_general_manager', status => 'left');
select fixture.month('2025-05-01', '{"an": 100, "bo": 70}'),
       fixture.counts('2025-05-01', 'an', '{"penalty_overdue": 999.99, "penalty_attitude": 5000.01, "complaint_reward": 1000}'), fixture.counts('2025-05-01', 'bo', '{"penalty_skill": 5000}');
select fixture.settled('2025-06-20T12:00Z');
set local merit.now = '2025-05-20T12:00Z';
set local track_functions = 'all';
select is(fixture.due(), null, 'while the month runs, its amounts are not worked out');
select is(fixture.try('fixture_gm', $$ concat(web.month_end('2025-05-01') -> 'signatures', web.month_end('2025-05-01') -> 'content') $$), '[]null', 'nor does the page show any');
select is(coalesce(pg_stat_get_xact_function_calls('period.input_hash(date)'::regprocedure), 0), 0::bigint, 'and what nobody can sign is not worked out');
set local merit.now = '';
select is(fixture.due(), 'department_manager an penalty_overdue -999.99 {dm}, deputy_general_manager bo penalty_skill -5000.00, deputy_general_manager an complaint_reward 1000.00, '
          'general_manager an penalty_attitude -5000.01 {gm,gm2}', 'each amount by itself');
select is(fixture.asked(), 'dm 1, dgm, gm 1, clerk', 'each is asked for the own approval; of what nobody may approve nobody is');
select is(fixture.blocked(), 'it is not approved: department manager (dm): an penalty_overdue -999.99 / it is not approved: deputy general manager (which nobody is): an complaint_reward 1000.00, bo penalty_skill -5000.00 / '
          'it is not approved: general manager (gm, gm2): an penalty_attitude -5000.01', 'which, for whom, how much, by whom');
select alike(fixture.try('fixture_gm', $$ period.close('2025-05-01', accept_warnings => true, dry_run => true) $$), '55000 | 2025-05 is not closed: 3 things are in the way | approvals: it is not approved: department manager%', 'a dry run says so');
select is(fixture.sign('fixture_clerk', 'department_manager'), '42501 | step department manager of 2025-05 is signed by department manager, which clerk is not', 'not by anybody');
set local merit.language = 'zh';
select is(fixture.sign('fixture_clerk', 'department_manager'), '42501 | 部门经理（2025-05）由部门经理签署，clerk 不是', 'in Chinese, too');
set local merit.language = '';
select is(fixture.sign('fixture_gm', 'department_manager'), '42501 | step department manager of 2025-05 is signed by department manager, which gm is not', 'nobody stands in unless the scheme says so');
select is(fixture.sign('fixture_dgm', 'deputy_general_manager'), '42501 | step deputy general manager of 2025-05 is signed by deputy general manager, which dgm is not', 'not by who has left');
select is(fixture.try('fixture_dm', $$ period.sign('2025-05', 'general_manager', by_person => 'gm') $$), '42501 | step general manager of 2025-05 is signed by general manager, which dm is not', 'not in another''s name');
-- An account that both had at some time makes no one person of them.
insert into ref.agent_alias values ('desk', 'dm', '[2025-01-01,2025-02-01)'), ('desk', 'gm', '[2025-02-01,2025-03-01)');
select is(fixture.sign('fixture_gm', 'general_manager'), '{department_manager,deputy_general_manager}', 'one beside the other');
select is(fixture.sign('fixture_dm', 'department_manager'), '{deputy_general_manager}', 'and the first');
select is(fixture.asked(), 'dm, dgm, gm, clerk', 'who has signed is asked no more');
select is((select string_agg(concat_ws(' ', g.step, g.signer, g.amounts, g.agents), ' | ' order by g.id) from period.signature g),
          'general_manager general_manager [{"agent": "an", "amount": -5000.01, "reason": "penalty_attitude", "becomes": -5000.01}] {gm} | '
          'department_manager department_manager [{"agent": "an", "amount": -999.99, "reason": "penalty_overdue", "becomes": -999.99}] {dm}', 'what each approved is kept');
select is((select jsonb_agg(s - '{label,may_sign}'::text[]) from jsonb_array_elements(fixture.try('fixture_gm', $$ web.month_end('2025-05-01') -> 'signatures' $$)::jsonb) s where s ->> 'step' <> 'deputy_general_manager'),
          '[{"step": "department_manager", "signed": true, "amounts": [{"agent": "an", "amount": -999.99, "becomes": -999.99, "reason": "penalty_overdue", "reason_label": "Complaint closed late"}]},
            {"step": "general_manager", "signed": true, "amounts": [{"agent": "an", "amount": -5000.01, "becomes": -5000.01, "reason": "penalty_attitude", "reason_label": "Complaint about attitude"}]}]'::jsonb, 'the page shows it');

-- Another amount is not what was approved; and nothing is left to approve of 0.
select fixture.staff('dgm', role => 'deputy_general_manager', status => 'regular', day => '2025-06-02');
select is(fixture.sign('fixture_dgm', 'deputy_general_manager'), '{}', 'who is back');
select is(fixture.blocked(), null, 'nothing is missing');
update fixture.metric set value = 5000.02 where metric = 'tally:penalty_skill';
select is(fixture.due(), 'department_manager an penalty_overdue -999.99 {dm}, deputy_general_manager an complaint_reward 1000.00 {dgm}, '
          'general_manager bo penalty_skill -5000.02 {gm,gm2}, general_manager an penalty_attitude -5000.01 {gm,gm2}', 'all of it is void');
select alike(fixture.try('fixture_gm', $$ period.close('2025-05-01', accept_warnings => true) $$), '55000 | 2025-05 is not closed: 3 things%', 'and nothing is closed');
update fixture.metric set value = 5000 where metric = 'tally:penalty_skill';
select is(fixture.due(), null, 'what was approved once is approved');

-- The close pays what was approved, and a settlement writes it.
select is(fixture.try('fixture_gm', $$ period.close('2025-05-01', accept_warnings => true) ->> 'done' $$), 'true', 'closed');
select is((select jsonb_array_length(overridden) from period.closing), 0, 'over nothing');
select pay.settle_pay('2025-05-01');
select is(fixture.lines('2025-05-01'), 'an penalty_overdue pay -999.99, an penalty_attitude pay -5000.01, bo penalty_skill pay -5000.00, an complaint_reward pay 1000.00', 'what was approved is paid');
select is((select string_agg(distinct concat_ws(' ', step, signed_as, counts), ', ') from merit.signature where counts), 'department_manager department_manager t, deputy_general_manager deputy_general_manager t, general_manager general_manager t', 'and the signatures count');

-- A revision: what changes, in either direction. 5000.01 becomes 0.01 (5000 less is taken), the reward 999.99 (0.01 less), bo's is as it was.
select is(fixture.due(), null, 'nothing changes, and so nothing is to be approved');
update fixture.metric set value = 0.01 where metric = 'tally:penalty_attitude';
update fixture.metric set value = 999.99 where metric = 'tally:complaint_reward';
select is(fixture.due(), 'department_manager an complaint_reward -0.01 to 999.99 {dm}, deputy_general_manager an penalty_attitude 5000.00 to -0.01 {dgm}', 'the difference alone');
select is(period.revise('2025-05-01', 'late', dry_run => true) -> 'to_sign',
          '[{"step": "department_manager", "may_sign": ["dm"], "agent": "an", "reason": "complaint_reward", "amount": -0.01, "becomes": 999.99},
            {"step": "deputy_general_manager", "may_sign": ["dgm"], "agent": "an", "reason": "penalty_attitude", "amount": 5000.00, "becomes": -0.01}]'::jsonb, 'its plan says so');
select is(fixture.try('fixture_gm', $$ period.revise('2025-05-01', 'late') $$), '55000 | the revision of 2025-05 is not signed: department manager, deputy general manager', 'not without');
select is(fixture.sign('fixture_dm', 'department_manager') || fixture.sign('fixture_dgm', 'deputy_general_manager'), '{deputy_general_manager}{}', 'approved');
select is(fixture.try('fixture_gm', $$ period.revise('2025-05-01', 'late') ->> 'done' $$), 'true', 'revised');
select is((select count(*) from merit.signature where counts), 5::bigint, 'the signatures of both count');

-- Nor is a great amount made of small changes: who approves what it becomes is asked, of a reward as of a penalty.
update fixture.metric set value = 1000 where metric = 'tally:complaint_reward';
update fixture.metric set value = 5000.01 where metric = 'tally:penalty_skill';
select is(fixture.due(), 'deputy_general_manager an complaint_reward 0.01 to 1000.00 {dgm}, general_manager bo penalty_skill -0.01 to -5000.01 {gm,gm2}', 'by what it becomes');
select is(fixture.sign('fixture_dm', 'department_manager'), '55000 | the next signature of 2025-05 is deputy general manager', 'and not by whom the change alone would ask for');
update fixture.metric set value = 999.99 where metric = 'tally:complaint_reward';
update fixture.metric set value = 5000 where metric = 'tally:penalty_skill';

-- What was signed before there were approvals counts, and is that person's.
select is(period.content_of('inputs', 'pays', '{one,two}', '{}'), encode(sha256('inputs pays one two'), 'hex'), 'without amounts, what is signed is what it was');
select isnt(period.content_of('i', 'p', '{s}', array[row('an', 'first', 1.00, 1.00)::period.amount]), period.content_of('i', 'p', '{s}', array[row('an', 'first', 1.01, 1.01)::period.amount]), 'with them, these too');
select is(period.content_of('i', 'p', '{s}', array[row('an', 'first', 1.00, 3.00)::period.amount]),
          encode(sha256('i p s [{"agent": "an", "amount": 1.00, "reason": "first"}]'), 'hex'), 'and what was signed before schema 59 counts');

-- Rewards, streaks, and a chain of signatures around the approvals. an is first in June, July and August: 100, 100, 100 and 200, of 199.995.
select score.load(jsonb_set(fixture.document(), '{streaks,0,amount}', '199.995') || '{"signatures": ["submit", "file"], "signed_by": {"submit": "clerk"},
    "signers": [{"signer": "clerk", "agents": ["dgm"]}, {"signer": "low", "roles": ["manager"]}, {"signer": "high", "roles": ["general_manager"], "stands_in_for": ["low"]}],
    "approvals": [{"up_to": 100, "by": "low"}, {"by": "high"}]}', '2025-06-01'), period.set_settings('{month.scheme=shop-service}');
select fixture.month(m, '{"an": 100, "bo": 70}') from unnest('{2025-06-01,2025-07-01,2025-08-01,2025-09-01}'::date[]) m;
select fixture.settled('2025-12-01T12:00Z');
select is(fixture.due('2025-06-01'), 'submit {dgm}, low an first 100.00 {dm,gm,gm2}, low bo last -100.00 {dm,gm,gm2}, file', 'in order');
select is(fixture.sign('fixture_dm', 'low', '2025-06-01'), '55000 | the next signature of 2025-06 is submit', 'in order');
select is(fixture.sign('fixture_an', 'submit', '2025-06-01'), '42501 | step submit of 2025-06 is signed by clerk, which an is not', 'a step has a signer');
select is(fixture.sign('fixture_dgm', 'submit', '2025-06-01') || fixture.sign('fixture_dgm', 'file', '2025-06-01'), '{low,file}55000 | the next signature of 2025-06 is low', 'approvals before file');
select is(fixture.sign('fixture_gm', 'low', '2025-06-01') || fixture.sign('fixture_gm', 'file', '2025-06-01'), '{file}42501 | fixture_gm has signed 2025-06 already; each signature is another person''s', 'who stands in, once');
select is((select g.step || ' as ' || g.signer from period.signature g where g.month = '2025-06-01' order by g.id desc limit 1), 'low as high', 'and is kept as who stood in');
-- The same person by another account, whose employee number is theirs.
select fixture.staff('gm', employee => '7', day => '2025-12-05');
select is(fixture.sign('fixture_gm2', 'file', '2025-06-01'), '42501 | fixture_gm2 has signed 2025-06 already; each signature is another person''s', 'nor by another account of the same person');
-- Nor by an account that is that person's on the day; which it was until yesterday, it is not.
insert into ref.agent_alias values ('clerk', 'gm', daterange(ref.day_of(now()) - 30, ref.day_of(now()) + 1));
select is(fixture.sign('fixture_clerk', 'file', '2025-06-01'), '42501 | fixture_clerk has signed 2025-06 already; each signature is another person''s', 'nor by an account that is theirs');
update ref.agent_alias set days = daterange(ref.day_of(now()) - 30, ref.day_of(now())) where account = 'clerk';
select is(fixture.sign('fixture_clerk', 'file', '2025-06-01') || fixture.try('fixture_clerk', $$ period.close('2025-06-01', accept_warnings => true) ->> 'done' $$), '{}true', 'closed');
select period.close('2025-07-01', anyway => true, accept_warnings => true, reason => 'a test');
select is((select string_agg(b ->> 'code', ', ' order by b ->> 'code') from period.closing c cross join jsonb_array_elements(c.overridden) b where c.month = '2025-07-01'), 'approvals, signatures, signatures', 'a close without keeps what was missing');
select is(fixture.due('2025-08-01'), 'submit {dgm}, low an first 100.00 {dm,gm,gm2}, low bo last -100.00 {dm,gm,gm2}, high an first_streak 200.00 {gm,gm2}, file', 'a streak is worked out before anything is frozen');
select is(fixture.asked('2025-09-20T12:00Z'), 'dm, dgm 1, gm, clerk', 'nobody approves before a step that stands before it');
select is(fixture.sign('fixture_dgm', 'submit', '2025-08-01'), '{low,high,file}', 'the step');
select is(fixture.asked('2025-09-20T12:00Z'), 'dm 1, dgm, gm 2, clerk', 'then who stands in is asked for both');
select is(fixture.sign('fixture_gm', 'high', '2025-08-01'), '{low,file}', 'one of them');
select is(fixture.asked('2025-09-20T12:00Z'), 'dm 1, dgm, gm 1, clerk', 'and for the other');
select is(fixture.sign('fixture_gm', 'low', '2025-08-01') || fixture.sign('fixture_clerk', 'file', '2025-08-01'), '{file}{}', 'who stands in approves both');
select is(fixture.try('fixture_gm', $$ period.close('2025-08-01', accept_warnings => true) ->> 'done' $$), 'true', 'closed');
select is(fixture.lines('2025-08-01'), 'an first reward 100.00, bo last penalty -100.00, an first_streak reward 200.00', 'what was approved is paid');
select is(fixture.due('2025-08-01'), 'submit {dgm}, file', 'and leaves nothing to approve');
-- Taken back by a correction, a revision would pay it again: 200 more, and not 0.
select pay.reverse_streak((select max(line) from pay.ledger), 'a test');
select is(fixture.due('2025-08-01'), 'submit {dgm}, high an first_streak 200.00 {gm,gm2}, file', 'what a correction took back is to be approved again');
-- bo is first instead: bo gets 100 and does not lose 100, an loses what an got.
select fixture.month('2025-08-01', '{"an": 70, "bo": 100}');
select is(fixture.due('2025-08-01'), 'submit {dgm}, low an first -100.00 to 0.00 {dm,gm,gm2}, low an last -100.00 {dm,gm,gm2}, low bo first 100.00 {dm,gm,gm2}, low bo last 100.00 to 0.00 {dm,gm,gm2}, file', 'both ways');

-- A signature from before: its login alone says whose it is. gm2 and gm are one person.
with old as (
    insert into period.signature (month, revision, step, content, signed_at, signed_by, login)
    select '2025-09-01', 0, 'submit', period.signed_content('2025-09', false), now(), 'gm', 'fixture_gm' returning signature
)
select pay.record(signature) from old;
select is(fixture.due('2025-09-01'), 'low an first 100.00 {dm,gm,gm2}, low bo last -100.00 {dm,gm,gm2}, high an first_streak 200.00 {gm,gm2}, file', 'it counts');
select is(fixture.sign('fixture_gm2', 'high', '2025-09-01'), '42501 | fixture_gm2 has signed 2025-09 already; each signature is another person''s', 'and is that person''s');

-- Nobody approves what is their own. The reward of August was taken back, so that September is the fourth first and earns it.
select fixture.staff('an', role => 'agent', day => '2025-01-03');
select score.load((select document from score.scheme where scheme = 'shop-service' order by version desc limit 1)
                  || '{"signers": [{"signer": "clerk", "agents": ["dgm"]}, {"signer": "low", "agents": ["an", "dm"]}, {"signer": "high", "roles": ["general_manager"]}], "signatures": ["submit"]}', '2025-09-01');
select is(fixture.sign('fixture_dgm', 'submit', '2025-09-01') || fixture.sign('fixture_an', 'low', '2025-09-01'), '{low,high}42501 | 2025-09: what low approves is in part your own: somebody else approves it', 'one''s own');
select is(fixture.sign('fixture_dm', 'low', '2025-09-01'), '{high}', 'somebody else');

-- Others see that something is missing; leads for whom of their teams; nobody but who closes how much.
create role fixture_operator; create role fixture_lead; grant merit_operator to fixture_operator; grant merit_lead to fixture_lead;
insert into ref.login values ('fixture_lead', 'lea');
select fixture.staff('bo', lead => 'lea', day => '2025-01-04'), fixture.month('2025-09-01', '{"an": 85, "bo": 70}');
create function fixture.told(role_name text) returns text language sql as $$
    select fixture.try($1, $q$ (select string_agg(b ->> 'message', ' / ' order by n) from merit.period p cross join jsonb_array_elements(p.blockers) with ordinality as x(b, n) where p.month = '2025-09-01') $q$)
$$;
select is(fixture.told('fixture_clerk'), 'it is not signed: submit / it is not approved: high (gm, gm2): an firsts running 200.00 / it is not approved: low (an, dm): an first 100.00, bo last -100.00', 'who closes');
select is(fixture.told('fixture_operator'), 'it is not signed: submit / it is not approved: high (gm, gm2) / it is not approved: low (an, dm)', 'operators');
select is(fixture.told('fixture_lead'), 'it is not signed: submit / it is not approved: high (gm, gm2) / it is not approved: low (an, dm): bo', 'leads');
create role fixture_agent; grant merit_agent to fixture_agent;
insert into ref.login values ('fixture_agent', 'bo');
select is(fixture.try('fixture_agent', $$ (select string_agg(b ->> 'message', ' / ') from jsonb_array_elements(web.month_end('2025-09-01') -> 'blockers') b) $$), 'it is not signed: submit / it is not approved: high (gm, gm2) / it is not approved: low (an, dm): bo', 'agents, whether they are among them');
select is(fixture.try('fixture_agent', $$ web.month_end('2025-09-01') -> 'signatures' $$), '[]', 'and no amounts');
select is(fixture.try('fixture_operator', $$ count(*) from period.due_signatures('2025-09') $$), '42501 | permission denied for function due_signatures', 'operators do not');
select is(fixture.try('fixture_agent', $$ count(*) from period.due_signatures('2025-09') $$), '42501 | permission denied for function due_signatures', 'nor agents');

-- A filing that is the only signature is the last one, too.
select score.load((select document - 'signed_by' from score.scheme where scheme = 'shop-service' order by version desc limit 1) || '{"signatures": ["file"]}', '2025-09-01');
select is(fixture.due('2025-09-01'), 'low an first 100.00 {an,dm}, low bo last -100.00 {an,dm}, high an first_streak 200.00 {gm,gm2}, file', 'approvals before it');

-- Who took another's role before is no other person.
grant fixture_dgm to fixture_clerk;
select score.load((select document from score.scheme where scheme = 'shop-service' order by version desc limit 1) || '{"signatures": ["submit", "file"], "signed_by": {"submit": "clerk"}}', '2025-09-01');
set local session authorization fixture_clerk;
set local role fixture_dgm;
select period.sign('2025-09', 'submit');
set local role none;
reset session authorization;
set local session authorization fixture_gm;
select period.sign('2025-09', 'high');
reset session authorization;
set local session authorization fixture_dm;
select period.sign('2025-09', 'low');
reset session authorization;
set local session authorization fixture_clerk;
select throws_ok($$ select period.sign('2025-09', 'file') $$, '42501', 'fixture_clerk has signed 2025-09 already; each signature is another person''s', 'is not another person');
reset session authorization;

-- Whatever a month pays was known before: teams of four by chance, ties, streaks, grades that need evidence, and months that are revised.
select score.load(jsonb_set(fixture.document(), '{ranking,scope}', '"team"') || '{"signers": [{"signer": "low", "roles": ["manager"]}], "approvals": [{"by": "low"}]}', '2025-10-01');
select fixture.staff('t' || i, team => 'team ' || i % 3) from generate_series(1, 12) i;
create table fixture.known (month date, revision integer, amounts period.amount[]);
create function fixture.pass(month date, revision integer) returns void language plpgsql as $$
declare
    made period.signature;
begin
    perform fixture.month($1, (select jsonb_object_agg('t' || i, (array[100, 85, 70, 55])[1 + abs(hashtext($1::text || i || $2)) % 3 * (i % 4) % 4]) from generate_series(1, 12) i));
    insert into fixture.known values ($1, $2, period.amounts_now(to_char($1, 'YYYY-MM')));
    if $2 = 0 then
        perform period.close($1, anyway => true, accept_warnings => true, skip => true, reason => 'a test');
    else
        for made in insert into period.signature (month, revision, step, content, signed_at, signed_by, login)
                    select $1, $2, 'low', period.signed_content(to_char($1, 'YYYY-MM'), false), now(), 'x', 'x' from fixture.known k
                     where k.month = $1 and k.revision = $2 and k.amounts <> '{}' returning * loop
            perform pay.record(made);
        end loop;
        perform period.revise($1, 'a test');
    end if;
end $$;
select fixture.pass(m::date, 0) from generate_series(timestamp '2025-10-01', '2026-04-01', '1 month') m;
select fixture.pass(m::date, 1) from generate_series(timestamp '2025-12-01', '2026-02-01', '1 month') m;
delete from fixture.known k where k.revision = 1 and k.amounts = '{}';
select ok((select count(*) > 0 and sum(cardinality(k.amounts)) > count(*) from fixture.known k where k.revision = 1), 'revisions change what is paid');
select results_eq($$ select k.month, k.revision, a.agent, a.reason, a.amount from fixture.known k cross join unnest(k.amounts) a order by 1, 2, 3, 4 $$,
                  $$ select k.month, k.revision, l.agent, l.reason, sum(l.amount) from fixture.known k
                       join pay.ledger l on l.period = to_char(k.month, 'YYYY-MM') and l.revision = k.revision
                      group by 1, 2, 3, 4 having sum(l.amount) <> 0 order by 1, 2, 3, 4 $$, 'what is known before is what the ledger has');

select is_empty('select * from pay.verify_journal()', 'all of it is in the journal');
select is_empty('select * from pay.verify_lines() where problem <> ''it was never posted''', 'and every line follows');
select * from finish();
rollback;
