-- The evidence of grades: who files and withdraws it, what a grade counts as without, what a close and a revision make of that.
begin;
\ir fixture.psql
\ir logins.psql
alter table period.grade_evidence alter column id restart;
select plan(84);

create role fixture_hq; create role fixture_lea; create role fixture_an; create role fixture_ops; create role fixture_pay; create role fixture_lio; create role fixture_cy;
grant meritd_close to fixture_hq;
grant merit_lead to fixture_lea, fixture_lio;
grant merit_agent to fixture_an, fixture_cy;
grant merit_operator to fixture_ops;
grant merit_payroll to fixture_pay;
insert into ref.login values ('fixture_hq', 'hanna'), ('fixture_lea', 'lea'), ('fixture_an', 'an'), ('fixture_ops', 'bo'), ('fixture_lio', 'lio'), ('fixture_cy', 'cy');
create function fixture.file(role_name text, agent text, grade text, evidence text default 'https://shop.example/1', who text default 'Lin',
                             what text default 'won the contest', on_day date default '2025-05-09', month date default '2025-05-01')
returns text language sql as $$
    select fixture.try($1, format('period.evidence_file(%L, %L, %L, %L, %L, %L, %L)', to_char($8, 'YYYY-MM'), $2, $3, $4, $5, $6, $7))
$$;

-- What a grade counts as, by hand: five grades, e.g. of neighbour: A and E need evidence: A as B, E as D.
select is((select string_agg(coalesce(period.counted_grade(g, '{A,B,C,D,E}', d, p), '-'), '' order by g) from unnest('{A,B,C,D,E}'::text[]) g),
          counts, concat_ws(' ', d, p))
  from (values ('{"grades": ["A", "E"], "without": "neighbour"}'::jsonb, null::text[], 'BBCDD'),
               ('{"grades": ["A", "E"], "without": "neighbour"}', '{A}', 'ABCDD'),
               ('{"grades": ["A", "E"], "without": "neighbour"}', '{E}', 'BBCDE'),
               ('{"grades": ["A", "E"], "without": "neighbour"}', '{B,C,D}', 'BBCDD'),
               ('{"grades": ["A", "B", "E"], "without": "neighbour"}', null, 'CCCDD'),
               ('{"grades": ["A", "B", "E"], "without": "neighbour"}', '{B}', 'BBCDD'),
               ('{"grades": ["C"], "without": "neighbour"}', null, 'ABDDE'),
               ('{"grades": ["D"], "without": "neighbour"}', null, 'ABCCE'),
               ('{"grades": ["B", "D"], "without": "lower"}', null, 'ACCEE'),
               ('{"grades": ["B", "D"], "without": "higher"}', null, 'AACCE'),
               ('{"grades": ["A", "E"]}', null, 'ABCDE'),
               (null, null, 'ABCDE')) as v(d, p, counts);
select is(period.counted_grade(null, '{A,B}', '{"grades": ["A"], "without": "lower"}', null), null, 'who has no grade has none');

-- The document.
create function fixture.problem(evidence jsonb) returns text language sql stable as $$
    select string_agg(c.path || ': ' || c.problem, ' | ') from score.check(fixture.document() || jsonb_build_object('evidence', '{"items": ["what"]}' || $1)) c
$$;
select is(fixture.problem(d), p, 'evidence ' || d::text)
  from (values ('{"grades": ["特优", "急需提高"], "without": "neighbour", "close": "blocker"}'::jsonb, null),
               ('{"grades": ["特优"]}', null),
               ('{"grades": ["急需提高"], "without": "lower"}', '$.evidence.grades: must leave a lower grade that needs no evidence; 急需提高 has none'),
               ('{"grades": ["特优", "优秀"], "without": "higher"}', '$.evidence.grades: must leave a higher grade that needs no evidence; 优秀 has none | $.evidence.grades: must leave a higher grade that needs no evidence; 特优 has none'),
               ('{"grades": ["特优"], "close": "warning"}', '$.evidence.without: is required: close says what is done about grades without evidence'),
               ('{"grades": ["特优"], "without": "next"}', '$.evidence.without: must be one of neighbour, lower, higher; is "next"')) as v(d, p);

-- A month: an has 100 (特优), bo 85, cy 70, di 40 (急需提高); without caps, so that totals alone grade.
create function fixture.load(evidence jsonb, month date) returns integer language sql as $$
    select score.load(jsonb_set(jsonb_set(fixture.document() || jsonb_build_object('evidence', '{"grades": ["特优", "急需提高"], "items": ["who", "what", "when"]}' || $1),
                                          '{grades,0,cap,active}', 'false'), '{grades,1,cap,active}', 'false'), $2)
$$;
select fixture.load('{"without": "neighbour", "close": "blocker"}', '2025-05-01'), fixture.month('2025-05-01', '{"an": 100, "bo": 85, "cy": 70, "di": 40}');
select fixture.staff('an', 'day', lead => 'lea'), fixture.staff('bo', 'day', lead => 'lea'), fixture.staff('cy', 'day', lead => 'lea'),
       fixture.staff('di', 'night', lead => 'lio'), fixture.staff('lea', 'day', role => 'lead'), fixture.staff('lio', 'night', role => 'lead');
insert into settle.state (as_of) values ('2025-06-15T12:00Z') on conflict (singleton) do update set as_of = excluded.as_of;

create function fixture.needed() returns text language sql as $$
    select string_agg(concat_ws(' ', n.agent, n.grade, n.counts_as, case when n.evidence is null then 'missing' else 'proven' end), ', ' order by n.agent)
      from merit.evidence_needed('2025-05') n
$$;
select is(fixture.needed(), 'an 特优 优秀 missing, di 急需提高 有待提高 missing', 'two grades need evidence');
select is(fixture.try('fixture_lea', 'fixture.needed()'), 'an 特优 优秀 missing', 'a lead sees the team''s');
select is(fixture.try('fixture_an', 'fixture.needed()'), 'an 特优 优秀 missing', 'an agent its own');
select alike(fixture.try('fixture_ops', 'fixture.needed()'), '42501%', 'operators nobody''s grade');
select alike(fixture.try('fixture_hq', $$ period.close('2025-05-01', accept_warnings => true) $$),
             '55000 | 2025-05 is not closed: 2 things are in the way | evidence: grade "To be improved urgently" has no evidence and counts as "To be improved" in scheme shop-service: di; file evidence (meritd evidence file) / evidence: grade "Outstanding" has no evidence and counts as "Excellent" in scheme shop-service: an%',
             'a blocker: it is not closed without');
select is((select string_agg(b ->> 'code', ',') from merit.period p cross join jsonb_array_elements(p.blockers) b where p.month = '2025-05-01'),
          'evidence,evidence', 'and not final');
create function fixture.told(role_name text) returns text language sql as $$
    select fixture.try($1, $q$ string_agg(concat_ws(' ', b ->> 'code', s ->> 'why' = b ->> 'message'), ',') || (s ->> 'state')
                               from (select web.month_end('2025-05-01') as s) d left join lateral jsonb_array_elements(s -> 'blockers') b on true group by s $q$)
$$;
select is(fixture.told(r), seen, 'of the grades ' || r || ' is told')
  from (values ('fixture_hq', 'evidence t,evidence fprovisional'), ('fixture_an', 'evidence tprovisional'), ('fixture_cy', 'provisional')) as v(r, seen);
set local merit.now = '2025-05-20T12:00Z';
select is((select string_agg(b ->> 'code', ',') from merit.period p cross join jsonb_array_elements(p.blockers) b where p.month = '2025-05-01'), 'running', 'grades that still move lack nothing');
set local merit.now = '';
select is(fixture.try('fixture_an', $$ string_agg(b ->> 'message', ' | ') from jsonb_array_elements(web.month_end('2025-05-01') -> 'blockers') b $$),
          'grade "Outstanding" has no evidence and counts as "Excellent" in scheme shop-service: an', 'the page tells agents of no grade but their own');

-- Who files.
select is(fixture.file('fixture_an', 'an', '特优'), '42501 | permission denied for function evidence_file', 'agents file nothing');
select alike(fixture.file('fixture_pay', 'an', '特优'), '42501 | permission denied%', 'nor does payroll');
select is(fixture.file('fixture_lea', 'di', '急需提高'), '42501 | fixture_lea may not file evidence about di', 'a lead not of another team');
select is(fixture.file('fixture_ops', 'bo', '特优'), '42501 | fixture_ops may not file evidence about bo', 'nobody about itself');
select is(fixture.file('fixture_lea', 'lea', '特优'), '42501 | fixture_lea may not file evidence about lea', 'neither a lead');
select fixture.staff('bea', employee => 'E1', day => '2025-05-01'), fixture.staff('hanna', employee => 'E1', day => '2025-05-01');
select is(fixture.file('fixture_hq', 'bea', '特优'), '42501 | fixture_hq may not file evidence about bea', 'nor about another account of the same person');
select is(fixture.file('fixture_lea', 'an', '优秀'), '22023 | the grade "优秀" needs no evidence in 2025-05; these do: 急需提高, 特优', 'for a grade that needs some');
select is(fixture.file('fixture_lea', 'an', '特优', who => ' ', on_day => null), '22023 | the evidence does not say who, when', 'with all that the scheme asks for');
select is(fixture.file('fixture_lea', 'an', '特优', evidence => ' '), '22023 | evidence is a text or a link', 'and itself');
select is(fixture.file('fixture_ops', 'nobody', '特优'), '22023 | there is no agent nobody', 'about somebody');
select is(fixture.file('fixture_ops', 'an', '特优', month => '2025-04-01'), '55000 | there is nothing in 2025-04', 'in a month with anything');
select is(fixture.file('fixture_lea', 'an', '特优'), '1', 'the lead files');
select is(fixture.file('fixture_ops', 'di', '急需提高', evidence => 'twelve complaints, see the minutes'), '2', 'and an operator');
select is(fixture.needed(), 'an 特优 特优 proven, di 急需提高 急需提高 proven', 'both grades count');
select is((select string_agg(concat_ws(' ', agent, who, what, happened_on, evidence), ', ') from merit.grade_evidence where id = 1), 'an Lin won the contest 2025-05-09 https://shop.example/1', 'all of it is kept');
select is(fixture.try(r, 'string_agg(id::text, '','' order by id) from merit.grade_evidence'), ids, r || ' sees')
  from (values ('fixture_an', '1'), ('fixture_lea', '1'), ('fixture_lio', '2'), ('fixture_hq', '1,2'), ('fixture_ops', '2')) as v(r, ids);

-- Withdrawn.
select alike(fixture.try('fixture_lio', $$ period.evidence_withdraw(1, 'wrong person') $$), '42501 | there is no evidence 1 for fixture_lio', 'not another team''s');
select alike(fixture.try('fixture_lea', $$ period.evidence_withdraw(1, '') $$), '22023 | withdrawing evidence needs a reason', 'with a reason');
select is(fixture.try('fixture_lea', $$ period.evidence_withdraw(1, 'wrong person') $$), '', 'withdrawn');
select alike(fixture.try('fixture_lea', $$ period.evidence_withdraw(1, 'again') $$), '55000 | evidence 1 is withdrawn already', 'once');
select is(fixture.needed(), 'an 特优 优秀 missing, di 急需提高 急需提高 proven', 'it counts no more');

-- Closed over it.
select is(fixture.try('fixture_hq', $$ period.close('2025-05-01', accept_warnings => true, anyway => true, reason => 'a test') ->> 'done' $$), 'true', 'closed without');
create function fixture.graded() returns text language sql as $$
    select string_agg(concat_ws(' ', r.agent, r.grade, r.graded, r.evidence, ref.said(r.why)), ', ' order by r.agent)
      from period.result r where r.month = '2025-05-01' and r.revision = period.latest('2025-05-01')
$$;
select is(fixture.graded(), 'an 优秀 特优 there is no evidence of the grade that was reached, bo 优秀, cy 中等, di 急需提高 2', 'what counts is frozen, and why');
select is((select string_agg(concat_ws(' ', b ->> 'code', b ->> 'agents'), ', ') from period.closing c cross join jsonb_array_elements(c.overridden) b where c.month = '2025-05-01'),
          'evidence ["an"]', 'and what it was closed over');
select is((select string_agg(concat_ws(' ', r ->> 'agent', r ->> 'grade'), ', ') from post.message m cross join jsonb_array_elements(m.content -> 'ranking') r),
          'an 优秀, bo 优秀, cy 中等, di 急需提高', 'as it is posted');
select is_empty('select * from period.verify()', 'all of it follows');
select is_empty('select * from period.drift(''2025-05-01'')', 'nothing has moved');

-- A revision looks again.
select is(fixture.file('fixture_hq', 'an', '特优'), '3', 'evidence comes later');
select is((select string_agg(concat_ws(' ', agent, item, frozen, today), ', ') from period.drift('2025-05-01')), 'an grade 优秀 特优', 'it would be another grade today');
select is(period.revise('2025-05-01', 'evidence came') #>> '{plan,0,revised}', '特优', 'a revision counts it');
select is(fixture.graded(), 'an 特优 3, bo 优秀, cy 中等, di 急需提高 2', 'and keeps which');
select fixture.try('fixture_hq', $$ period.evidence_withdraw(2, 'a mistake') $$);
select is(period.revise('2025-05-01', 'evidence was withdrawn') ->> 'changed', 'true', 'it also counts what was withdrawn');
select is(fixture.graded(), 'an 特优 3, bo 优秀, cy 中等, di 有待提高 急需提高 there is no evidence of the grade that was reached', 'without: the neighbour');
select is_empty('select * from period.verify()', 'every revision follows');
select is_empty('select * from pay.verify_journal()', 'all of it is in the journal');
select throws_ok($$ update period.grade_evidence set grade = '优秀' $$, '55000', null, 'and stays');
select throws_ok('delete from period.grade_evidence_end', '55000', null, 'so does a withdrawal');

-- Whoever changes what is frozen is found.
select is(fixture.after('alter table period.result disable trigger all; update period.result set evidence = null where agent = ''an''',
                        $$ select string_agg(v.problem, ', ' order by v.revision) from period.verify() v where v.revision = 2 and v.problem not like 'frozen rows%' $$),
          'result of an does not follow from the indicators', 'a grade without its evidence');
select is(fixture.after('alter table period.result disable trigger all; update period.result set grade = ''中等'' where graded is not null',
                        $$ select string_agg(v.problem, ', ' order by v.revision) from period.verify() v where v.problem not like 'frozen rows%' $$),
          'result of an does not follow from the indicators, result of di does not follow from the indicators', 'or one that it does not count as');

-- A warning, and a document that only keeps which grades need evidence.
select fixture.load('{"without": "neighbour"}', '2025-06-01'), fixture.month('2025-06-01', '{"an": 100, "di": 40}');
select is((select string_agg(concat_ws(' ', w ->> 'code', w ->> 'agents'), ', ') from merit.period p cross join jsonb_array_elements(p.warnings) w where p.month = '2025-06-01' and w ->> 'code' = 'evidence'),
          'evidence ["di"], evidence ["an"]', 'a warning names them');
select fixture.load('{}', '2025-06-01');
select is_empty('select * from merit.evidence_needed(''2025-06'')', 'without a word on it, evidence is only noted');

-- Missing evidence stops a close and what is signed for it, but no revision and no signature of one.
select score.load(s.document || jsonb_build_object('signatures', '["submit"]'::jsonb, 'evidence', s.document -> 'evidence' || '{"without": "neighbour", "close": "blocker"}'), '2025-06-01')
  from (select document from score.scheme order by effective desc, version desc limit 1) s;
update settle.state set as_of = '2025-07-15T12:00Z';
select alike(fixture.try('fixture_hq', $$ period.sign('2025-06', 'submit') $$), '55000 | 2025-06 is not final: grade%', 'a month that lacks evidence is not signed');
select is(fixture.try('fixture_hq', $$ period.close('2025-06-01', accept_warnings => true, anyway => true, reason => 'a test') ->> 'done' $$), 'true', 'closed over it');
select fixture.month('2025-06-01', '{"an": 100, "di": 25}');
select is(fixture.try('fixture_hq', $$ period.sign('2025-06', 'submit') $$), '{}', 'its revision is signed without');
select is(fixture.try('fixture_hq', $$ period.revise('2025-06-01', 'late orders') ->> 'done' $$), 'true', 'and made');

-- About an account of somebody else's, or of one's own then; and what did not happen.
select fixture.staff('old'), fixture.staff('bea', employee => 'E9', day => '2025-07-01');
insert into ref.agent_alias values ('old', 'an', '[2025-05-01,2025-06-01)');
select is(fixture.file('fixture_ops', 'old', '特优'), '22023 | old is an account of an: file it for that one', 'it would never count');
select is(fixture.file('fixture_hq', 'bea', '特优'), '42501 | fixture_hq may not file evidence about bea', 'nor about an account that was its own in the month');
select is(fixture.file('fixture_ops', 'an', '特优', on_day => '2025-06-01'), '22023 | 2025-06-01 is after 2025-05: it did not happen in it', 'after the month');
select is(ref.said(period.evidence_problem(row(null, '2025-05-01', 'an', '特优', 'x', 'Lin', 'won', day, '2025-05-10T12:00Z', 'y', 'y', null))), problem, 'filed on the tenth: ' || day)
  from (values ('2025-05-10'::date, null), ('2025-05-11', '2025-05-11 lies ahead: it has not happened yet')) as v(day, problem);

select * from finish();
rollback;
