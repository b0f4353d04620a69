-- Signatures and evidence of quarters: what their close and revision need, what makes a signature void, what a grade counts as.
begin;
\ir fixture.psql
\ir logins.psql
alter table period.grade_evidence alter column id restart;
select plan(109);

create role fixture_ann; create role fixture_ben; create role fixture_cat; create role fixture_lea; create role fixture_an; create role fixture_cy; create role fixture_lio; create role fixture_nobody;
grant meritd_close to fixture_ann, fixture_ben, fixture_cat, fixture_nobody;
grant merit_lead to fixture_lea, fixture_lio;
grant merit_agent to fixture_an, fixture_cy;
insert into ref.login values ('fixture_ann', 'ann'), ('fixture_ben', 'ben'), ('fixture_cat', 'cat'), ('fixture_lea', 'lea'), ('fixture_an', 'an'), ('fixture_cy', 'cy'), ('fixture_lio', 'lio');
create function fixture.sign(role_name text, step text, of_period text default '2025-Q1') returns text language sql as $$
    select fixture.try($1, format('period.sign(%L, %L)', $3, $2))
$$;
create function fixture.signed(of_period text default '2025-Q1') returns text language sql stable as $$
    select string_agg(concat_ws(' ', s.revision, s.step, regexp_replace(s.signed_by, '.*_', ''), case when s.counts then '' else 'void' end), ', ' order by s.revision, s.step, s.signed_by, s.signed_at)
      from merit.signature s where s.period = $1
$$;
create function fixture.file(role_name text, agent text, grade text, of_period text default '2025-Q1', on_day date default '2025-02-09') returns text language sql as $$
    select fixture.try($1, format('period.evidence_file(%L, %L, %L, %L, happened_on => %L)', $4, $2, $3, 'https://shop.example/1', $5))
$$;
create function fixture.close() returns text language sql as $$
    select fixture.try('fixture_ann', $q$ period.close_term('2025-Q1', accept_warnings => true) ->> 'done' $q$)
$$;
create function fixture.blocked(of_term text default '2025-Q1') returns text language sql stable as $$
    select string_agg(concat_ws(' ', b ->> 'code', b -> 'agents'), ', ' order by n) from merit.term t cross join jsonb_array_elements(t.blockers) with ordinality x(b, n) where t.term = $1
$$;
create function fixture.mark_quarter(agent text, score numeric, of_period text default '2025-Q1') returns void language sql as $$
    insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale)
    values (nextval('fixture.hash'), '2025-04-02Z'::timestamptz + interval '1 s' * currval('fixture.hash'), $1, 'skill', $3, 'lea', 'lead', $2, 100);
$$;

-- The file: what a scheme of quarters may ask for; of what is made of parts it says so.
create function fixture.quarterly(more jsonb default '{}') returns jsonb language sql stable as $$
    select jsonb_build_object('scheme', 'quarterly', 'name', '{"zh": "季", "en": "Quarterly"}'::jsonb, 'period', 'quarter', 'currency', 'CNY',
        'indicators', '[{"indicator": "skill", "name": {"zh": "技能", "en": "Skill"}, "weight": 100, "better": "higher", "on_null": "leave_out",
                         "value": {"marks": "skill", "roles": {"lead": 1}, "points_of": "mean"}, "rule": "mark", "parameters": {"range": {"from": 0, "to": 100}}}]'::jsonb,
        'grades', '[{"grade": "A", "least": 90}, {"grade": "B", "least": 70}, {"grade": "C", "least": 50}, {"grade": "D"}]'::jsonb,
        'ranking', '{"scope": "shop", "ties": "indicators_in_order"}'::jsonb,
        'eligibility', '{"roles": ["agent"], "statuses": ["regular"], "min_days": 1, "min_received": 1}'::jsonb,
        'signatures', '["submit", "approve"]'::jsonb, 'signed_by', '{"approve": "boss"}'::jsonb, 'signers', '[{"signer": "boss", "roles": ["boss"]}]'::jsonb,
        'evidence', '{"grades": ["A", "D"], "items": ["when"], "without": "neighbour", "close": "blocker"}'::jsonb) || more
$$;
create function fixture.problems(document jsonb) returns text language sql stable as $$
    select string_agg(c.path || ': ' || c.problem, ' | ') from score.check($1) c
$$;
select is(fixture.problems(fixture.quarterly() || more), problems, 'a scheme of quarters with ' || more::text)
  from (values ('{}'::jsonb, null::text),
               ('{"approvals": [{"by": "boss"}]}', '$.approvals: needs rewards, pay.items or, of longer periods, awards with an amount: there is nothing to approve'),
               ('{"terms": {"year": {"of": "quarter", "by": "mean", "counts": "scored", "least": 2, "needs": ["signatures", "evidence"]}}}', null),
               ('{"terms": {"year": {"of": "quarter", "by": "mean", "counts": "scored", "least": 2, "needs": ["approvals"]}}}', '$.terms.year.needs[0]: must be one of signatures, evidence; is "approvals"')) as v(more, problems);
select is(fixture.problems(fixture.quarterly() - 'signatures' - 'signed_by' || '{"terms": {"year": {"of": "quarter", "by": "mean", "counts": "scored", "least": 2, "needs": ["signatures"]}}}'),
          '$.terms.year.needs[0]: needs signatures: the scheme asks for none', 'nobody needs what is not asked for');
select is(score.asks(d, g, 'signatures'), asks, concat_ws(' ', d, g))
  from (values ('{"period": "quarter", "signatures": ["file"]}'::jsonb, 'quarter', true), ('{"period": "quarter", "signatures": ["file"]}', 'year', false),
               ('{"period": "quarter", "signatures": ["file"], "terms": {"year": {"needs": ["signatures"]}}}', 'year', true),
               ('{"period": "quarter", "signatures": ["file"], "terms": {"year": {"needs": ["evidence"]}}}', 'year', false),
               ('{"signatures": ["file"]}', 'month', true), ('{"period": "quarter"}', 'quarter', false)) as v(d, g, asks);
select is(period.grain_of(n) || ' ' || array(select to_char(m, 'YYYY-MM') from period.months_of(n) m)::text, months, n)
  from (values ('2025-02', 'month {2025-02}'), ('2025-Q2', 'quarter {2025-04,2025-05,2025-06}'), ('x', 'month {}')) as v(n, months);

-- Three months, closed; an has 95 (A), bo 80 (B), cy 60 (C), di 30 (D). Each had customers on a day.
select score.load((fixture.document() - '{evidence,shares,counts,year_end}'::text[]) || '{"terms": {"quarter": {"of": "month", "by": "mean", "counts": "ranked", "least": 2}}}'), score.load(fixture.quarterly(), '2025-01-01'),
       period.set_settings('{month.scheme=quarterly}');
select fixture.staff('an', 'day', lead => 'lea'), fixture.staff('bo', 'day', lead => 'lea'), fixture.staff('cy', 'day', lead => 'lea'), fixture.staff('di', 'night', lead => 'lio'),
       fixture.staff('lea', 'day', role => 'lead'), fixture.staff('lio', 'night', role => 'lead'), fixture.staff('ben', role => 'boss');
select fixture.month(m, '{"an": 100, "bo": 85, "cy": 70, "di": 40}') from unnest('{2025-01-01,2025-02-01,2025-03-01}'::date[]) m;
insert into rollup.agent_period (grain, start, agent, received) select 'day', '2025-02-03', a, 20 from unnest('{an,bo,cy,di}'::text[]) a;
select period.set_settings('{month.scheme=shop-service}'), period.close(m, accept_warnings => true, anyway => true, reason => 'a test') from unnest('{2025-01-01,2025-02-01,2025-03-01}'::date[]) m;
select period.set_settings('{month.scheme=quarterly}');
select fixture.mark_quarter('an', 95), fixture.mark_quarter('bo', 80), fixture.mark_quarter('cy', 60), fixture.mark_quarter('di', 30);
select is((select string_agg(concat_ws(' ', agent, total, grade, rank), ', ' order by rank) from merit.own_term_score where term = '2025-Q1' and scheme = 'quarterly'),
          'an 95.00 A 1, bo 80.00 B 2, cy 60.00 C 3, di 30.00 D 4', 'grades by the numbers');
select is(fixture.blocked(), 'signatures, signatures, evidence ["an"], evidence ["di"]', 'what is missing');
select is((select state || ' ' || why from merit.term where term = '2025-Q1'), 'provisional it is not signed: approve', 'it is not final');
select is(fixture.blocked('2025-Q2'), null, 'nobody asks of a quarter with nothing in it');
select is((select string_agg(concat_ws(' ', agent, grade, counts_as, evidence, stops), ', ' order by agent) from merit.evidence_needed('2025-Q1')), 'an A B t, di D C t', 'two grades need evidence');
select is(fixture.try('fixture_lea', $$ string_agg(agent, ',') from merit.evidence_needed('2025-Q1') $$), 'an', 'a lead sees the team''s');
select is(fixture.try('fixture_cy', $$ web.ranking('quarter', '2025-01-01') ->> 'why' $$), 'it is not signed: approve', 'agents are told what is in the way');

-- What is due, and from whom: evidence of those led; nobody signs while some is missing.
create function fixture.due(role_name text) returns text language plpgsql as $$
declare answer text;
begin
    set local merit.now = '2025-04-20T12:00:00Z';
    answer := fixture.try(role_name, $q$ string_agg(concat_ws(' ', d ->> 'period', d ->> 'month', d ->> 'evidence', d ->> 'signatures'), ', ') from jsonb_array_elements(web.due() -> 'due') d $q$);
    set local merit.now = '';
    return answer;
end $$;
select is(fixture.due(r), due, r || ' has it due')
  from (values ('fixture_lea', '2025-Q1 2025-03 1 0'), ('fixture_ann', '2025-Q1 2025-03 2 0'), ('fixture_nobody', '2025-Q1 2025-03 2 0'), ('fixture_lio', '2025-Q1 2025-03 1 0'), ('fixture_an', '42501 | permission denied for function due')) v(r, due);
select is(fixture.after($$ select fixture.staff('an', 'night', lead => 'lio', day => '2025-04-10') $$, $$ select fixture.due('fixture_lio') $$), '2025-Q1 2025-03 1 0', 'who leads somebody since may file nothing, and is not asked to');
select is(fixture.try('fixture_cy', $$ web.month_end('2025-02-01') -> 'open_terms' $$)::jsonb, '[{"period": "2025-Q1", "month": "2025-03", "closed": false}]', 'it is named, whichever month one looks at');

-- Evidence: who files, of what.
select alike(fixture.close(), '55000 | 2025-Q1 is not closed: 4 things are in the way%evidence: grade "A" has no evidence and counts as "B" in scheme quarterly: an; file evidence%', 'it is not closed without');
select is(fixture.sign('fixture_ann', 'submit'), '55000 | 2025-Q1 is not final: grade "A" has no evidence and counts as "B" in scheme quarterly: an', 'nor signed');
select is(fixture.file('fixture_lea', 'di', 'D'), '42501 | fixture_lea may not file evidence about di', 'a lead not of another team');
select is(fixture.file('fixture_lea', 'lea', 'A'), '42501 | fixture_lea may not file evidence about lea', 'nobody about itself');
select is(fixture.file('fixture_lea', 'an', 'B'), '22023 | the grade "B" needs no evidence in 2025-Q1; these do: A, D', 'for a grade that needs some');
select is(fixture.file('fixture_lea', 'an', 'A', on_day => null), '22023 | the evidence does not say when', 'with all that the scheme asks for');
select is(fixture.file('fixture_lea', 'an', 'A', on_day => '2025-04-01'), '22023 | 2025-04-01 is after 2025-Q1: it did not happen in it', 'of what was by its end');
select is(fixture.file('fixture_ann', 'an', 'A', '2025-02'), '22023 | no scheme of 2025-02 asks for evidence', 'a month needs none by that');
select is(fixture.file('fixture_ann', 'an', 'A', '2025-Q5'), '22023 | "2025-Q5" is no month, quarter, half-year or year', 'it is a period');
select is(fixture.file('fixture_ann', 'an', 'A', '2025'), '55000 | no scheme in force at the end of 2025 has such periods', 'that there is');
select is(fixture.file('fixture_ann', 'nobody', 'A'), '22023 | there is no agent nobody', 'about somebody');
select is(fixture.file('fixture_lea', 'an', 'A') || fixture.file('fixture_cat', 'di', 'D'), '12', 'filed');
select is((select string_agg(concat_ws(' ', id, month, period, agent, grade, happened_on), ', ' order by id) from merit.grade_evidence), '1 2025-Q1 an A 2025-02-09, 2 2025-Q1 di D 2025-02-09', 'and shown');
select is(fixture.try('fixture_an', $$ string_agg(id::text, ',') from merit.grade_evidence $$), '1', 'to the agent, too');
select is(fixture.blocked(), 'signatures, signatures', 'no evidence is missing');
select is(fixture.due(r), due, r || ' has it due now')
  from (values ('fixture_lea', null), ('fixture_ann', '2025-Q1 2025-03 0 1'), ('fixture_ben', '2025-Q1 2025-03 0 1')) v(r, due);

-- Signatures: in order, each another's, of what was shown, by whom the scheme says.
select is((select string_agg(concat_ws(' ', step, may_sign, amount), ', ') from period.due_signatures('2025-Q1')), 'submit {}, approve {ben}', 'what is missing, and who may');
select is(fixture.sign('fixture_ben', 'approve'), '55000 | the next signature of 2025-Q1 is submit', 'in order');
select is(fixture.sign('fixture_lea', 'submit'), '42501 | permission denied for function sign', 'by the closing role');
select is(fixture.sign('fixture_ann', 'submit', 'Q1'), '22023 | "Q1" is no month, quarter, half-year or year', 'of a period');
select is(fixture.try('fixture_ann', $$ period.sign('2025-Q1', 'submit', content => 'x') $$), '55000 | 2025-Q1 has changed since it was shown: look at it again', 'nobody signs what was not seen');
select is(fixture.try('fixture_ann', $$ string_agg(concat_ws(' ', t ->> 'period', t ->> 'state', jsonb_array_length(t -> 'signatures'), jsonb_array_length(t -> 'evidence')), ',') from jsonb_array_elements(web.month_end('2025-03-01') -> 'terms') t $$),
          '2025-Q1 provisional 2 2', 'it stands with the end of its last month');
select is(fixture.try('fixture_an', $$ string_agg(concat_ws(' ', t ->> 'content', t -> 'signatures', jsonb_array_length(t -> 'evidence')), ',') from jsonb_array_elements(web.month_end('2025-03-01') -> 'terms') t $$),
          '[] 1', 'agents see the own evidence');
select is(fixture.try('fixture_ann', $$ web.month_end('2025-02-01') -> 'terms' $$), '[]', 'not with another');
select is(fixture.try('fixture_ann', $$ period.sign('2025-Q1', 'submit', content => web.month_end('2025-03-01') #>> '{terms,0,content}') $$), '{approve}', 'the first, as the page shows it');
select is(fixture.due(r), due, r || ' has the next one due')
  from (values ('fixture_ann', null), ('fixture_ben', '2025-Q1 2025-03 0 1'), ('fixture_cat', null)) v(r, due);
select is(fixture.sign('fixture_ann', 'approve'), '42501 | step approve of 2025-Q1 is signed by boss, which ann is not', 'not by everybody');
select is(fixture.sign('fixture_ben', 'approve'), '{}', 'by whom the scheme says');
select is(fixture.signed(), '0 approve ben , 0 submit ann ', 'both count');
select is((select count(*) from merit.signature where month is not null), 0::bigint, 'of no month');
select is((select state from merit.term where term = '2025-Q1'), 'final', 'and it is final');
select is(fixture.due('fixture_ben'), null, 'nothing is due');

-- What makes them void: a mark, a revision of a part, evidence that is withdrawn, and days with customers, which decide who is ranked.
create function fixture.sign_both() returns text language sql as $$ select fixture.sign('fixture_ann', 'submit') || fixture.sign('fixture_ben', 'approve') $$;
select is(fixture.after($$ delete from rollup.agent_period where agent = 'cy' $$, 'select fixture.signed() || (select rank from merit.own_term_score where agent = ''di'' and term = ''2025-Q1'' and scheme = ''quarterly'')'),
          '0 approve ben void, 0 submit ann void3', 'somebody else is ranked');
select is(fixture.after($$ select fixture.mark_quarter('an', 96) $$, 'select fixture.signed()'), '0 approve ben void, 0 submit ann void', 'a mark came');
select is(fixture.after($$ select fixture.try('fixture_lea', 'period.evidence_withdraw(1, ''wrong person'')') $$, 'select concat_ws('' | '', fixture.signed(), fixture.blocked())'),
          '0 approve ben void, 0 submit ann void | signatures, signatures, evidence ["an"]', 'evidence was withdrawn');
select fixture.month('2025-02-01', '{"an": 100, "bo": 100, "cy": 70, "di": 40}'), period.set_settings('{month.scheme=shop-service}');
select is(period.revise('2025-02-01', 'late orders') ->> 'done', 'true', 'a part is revised');
select period.set_settings('{month.scheme=quarterly}');
select is(fixture.signed(), '0 approve ben void, 0 submit ann void', 'which is what it is made of');
select alike(fixture.close(), '55000 | 2025-Q1 is not closed: 2 things are in the way%', 'it is not closed by what was signed before');
select is(fixture.sign('fixture_ann', 'submit') || fixture.sign('fixture_ann', 'approve'), '{approve}42501 | step approve of 2025-Q1 is signed by boss, which ann is not', 'signed anew');
select fixture.staff('ann', role => 'boss', day => '2025-01-02');
select is(fixture.signed(), '0 approve ben void, 0 submit ann void, 0 submit ann void', 'a staff record of its last day is something that was signed');
select is(fixture.sign('fixture_ann', 'submit') || fixture.sign('fixture_ann', 'approve'), '{approve}42501 | fixture_ann has signed 2025-Q1 already; each signature is another person''s', 'each another person''s');
select is(fixture.sign('fixture_ben', 'approve'), '{}', 'the second');

-- Closed.
select is(fixture.close(), 'true', 'closed');
select is((select jsonb_array_length(overridden) from period.term_closing where term = '2025-Q1'), 0, 'over nothing');
select is((select string_agg(concat_ws(' ', agent, grade, graded, evidence), ', ' order by agent) from period.term_result where term = '2025-Q1' and scheme = 'quarterly'), 'an A 1, bo B, cy C, di D 2', 'each grade with its evidence');
select is((select string_agg(concat_ws(' ', step, counts), ', ' order by step, signed_at) from merit.signature where period = '2025-Q1' and counts), 'approve t, submit t', 'what was signed is what was closed');
select is((select moved from merit.term where term = '2025-Q1'), false, 'nothing has moved');
select is_empty('select * from period.verify()', 'all of it follows');

-- A revision: evidence that is withdrawn changes a grade, and asks for the signatures again.
select fixture.try('fixture_lea', 'period.evidence_withdraw(1, ''wrong person'')');
select is((select moved from merit.term where term = '2025-Q1'), true, 'a revision would change it');
select is((select why from merit.term where term = '2025-Q1'), 'closed; marks, targets, evidence or staff records changed since, and results with them: meritd revise --period 2025-Q1 --dry-run shows which', 'and says so');
select is((select string_agg(concat_ws(' ', agent, grade, counts_as, evidence), ', ' order by agent) from merit.evidence_needed('2025-Q1')), 'an A A 1, di D D 2', 'closed as it was closed');
select is((period.revise_term('2025-Q1', 'evidence', dry_run => true) - '{results,message}'::text[]) -> 'unsigned', '["submit", "approve"]', 'a dry run says what is not signed');
select is((select string_agg(concat_ws(' ', s ->> 'step', s -> 'may_sign'), ', ') from jsonb_array_elements(period.revise_term('2025-Q1', 'evidence', dry_run => true) -> 'to_sign') s), 'submit [], approve ["ann", "ben"]', 'and who may');
select is(fixture.try('fixture_ann', $$ period.revise_term('2025-Q1', 'evidence') $$), '55000 | the revision of 2025-Q1 is not signed: submit, approve', 'it is not made');
select is(fixture.sign_both(), '{approve}{}', 'signed, without evidence: it stops no revision');
select is(fixture.try('fixture_ann', $$ period.revise_term('2025-Q1', 'evidence') ->> 'done' $$), 'true', 'and made');
select is((select string_agg(concat_ws(' ', agent, grade, graded, evidence, ref.said(why)), ', ' order by agent) from period.term_result where term = '2025-Q1' and revision = 1 and scheme = 'quarterly'),
          'an B A there is no evidence of the grade that was reached, bo B, cy C, di D 2', 'without it counts the neighbour');
select is((select string_agg(concat_ws(' ', revision, step), ', ' order by revision, step) from merit.signature where counts), '0 approve, 0 submit, 1 approve, 1 submit', 'those of both count');
select is(fixture.try('fixture_ann', $$ period.revise_term('2025-Q1', 'again') ->> 'done' $$), 'false', 'what changes nothing needs none');
select score.load(fixture.quarterly('{"evidence": {"grades": ["A", "B", "D"], "items": ["when"], "without": "neighbour", "close": "blocker"}}'), '2025-01-01');
select is(fixture.file('fixture_ann', 'bo', 'B'), '3', 'evidence of a grade that the schemes in force ask for, and those of the close do not');
select is((select moved from merit.term where term = '2025-Q1'), false, 'changes nothing');
select score.load(fixture.quarterly(), '2025-01-01');
select is_empty('select * from period.verify()', 'every revision follows');
select is_empty('select * from pay.verify_journal()', 'all of it is in the journal');
select is(fixture.after('alter table period.term_result disable trigger all; update period.term_result set evidence = null where agent = ''di''',
                        $$ select string_agg(distinct v.problem, ', ') from period.verify() v where v.problem not like '%frozen rows%' $$),
          '2025-Q1: result of di does not follow from the indicators', 'a grade without its evidence is found');

-- What is made of parts asks for nothing, unless it says so.
select is((select count(*) from period.steps('2025-Q1', true, '{}')), 2::bigint, 'the scheme of months beside it added nothing');
select score.load((fixture.document() - '{shares,counts,year_end}'::text[] || '{"signatures": ["file"], "terms": {"quarter": {"of": "month", "by": "mean", "counts": "ranked", "least": 2, "needs": ["signatures", "evidence"]}}}'), '2025-01-01');
select is(period.unsigned('2025-Q1', true), '{submit,approve,file}', 'of both, the scheme that leads first');
select is((select string_agg(scheme, ',' order by scheme) from period.schemes_of('2025-Q1', true) n join score.scheme s using (scheme, version) where score.asks(s.document, 'quarter', 'evidence')), 'quarterly,shop-service', 'both look at evidence');

-- The scheme that leads says who signs what it asks for, not what another one does.
select score.load((fixture.document() - '{shares,counts,year_end}'::text[] || '{"scheme": "months", "signatures": ["submit", "review"], "signed_by": {"submit": "boss", "review": "boss"},
    "signers": [{"signer": "boss", "roles": ["boss"]}], "terms": {"quarter": {"of": "month", "by": "mean", "counts": "ranked", "least": 2}}}'), '2025-01-01'), period.set_settings('{month.scheme=months}');
select is((select string_agg(concat_ws(' ', scheme, pays), ', ' order by scheme) from period.schemes_of('2025-Q2', true)), 'months t, quarterly f, shop-service f', 'it leads, and asks for nothing in a quarter');
select is((select string_agg(concat_ws(' ', w.scheme, w.signer), ', ') from period.who_signs('2025-Q2', true, 'submit', '2025-06-30') w), null, 'so that its signers are not asked');
select is((select string_agg(concat_ws(' ', w.scheme, w.signer), ', ') from period.who_signs('2025-Q2', true, 'approve', '2025-06-30') w), 'quarterly boss', 'but those of who asks');
select is((select string_agg(concat_ws(' ', w.scheme, w.signer), ', ') from period.who_signs('2025-05', true, 'review', '2025-06-30') w), 'months boss', 'and in a month, too');

-- What stops no revision stops no signature for one: quarters are closed and no years, over a part and an earlier quarter that stay open.
select score.load(fixture.quarterly('{"terms": {"year": {"of": "quarter", "by": "mean", "counts": "scored", "least": 2}}}'), '2025-01-01'), period.set_settings('{month.scheme=quarterly}');
select fixture.month('2025-04-01', '{"an": 100}'), fixture.month('2025-05-01', '{"an": 100}'), fixture.month('2025-08-01', '{"an": 100}'), fixture.month('2025-09-01', '{"an": 100}');
select period.set_settings('{month.scheme=months}'), period.close('2025-08-01', accept_warnings => true, anyway => true, skip => true, reason => 'a test');
select period.set_settings('{month.scheme=quarterly}'), fixture.mark_quarter('an', 80, '2025-Q3');
insert into rollup.agent_period (grain, start, agent, received) values ('day', '2025-08-03', 'an', 20);
select alike(fixture.sign('fixture_cat', 'submit', '2025-Q3'), '55000 | 2025-Q3 is not final: not closed: 2025-09', 'a close is signed of what is final');
select is((select (period.close_term('2025-Q3', anyway => true, accept_warnings => true, reason => 'no years') ->> 'done')), 'true', 'it is closed unsigned');
select is((select string_agg(b ->> 'code', ', ' order by n) from merit.term t cross join jsonb_array_elements(t.blockers) with ordinality x(b, n) where t.term = '2025-Q3' and b ->> 'code' not in ('signatures', 'evidence')),
          'part_open, earlier_term', 'what it was closed over is still so');
select fixture.mark_quarter('an', 85, '2025-Q3');
select is(period.revise_term('2025-Q3', 'a mark', dry_run => true) ->> 'unsigned', '["submit", "approve", "file"]', 'a revision is signed');
select is(fixture.sign('fixture_cat', 'submit', '2025-Q3') || fixture.sign('fixture_ben', 'approve', '2025-Q3') || fixture.sign('fixture_ann', 'file', '2025-Q3'), '{approve,file}{file}{}', 'and can be');
select is(fixture.try('fixture_ann', $$ period.revise_term('2025-Q3', 'a mark') ->> 'done' $$), 'true', 'and made');

select * from finish();
rollback;
