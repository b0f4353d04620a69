-- A month that was skipped is no part of a quarter: not while the quarter is open, nor in what its close asks for, nor as it is closed.
begin;
\ir fixture.psql
\ir logins.psql
alter table period.grade_evidence alter column id restart;
select plan(20);

create role fixture_ann; create role fixture_ben;
grant meritd_close to fixture_ann, fixture_ben;
insert into ref.login values ('fixture_ann', 'ann'), ('fixture_ben', 'ben');
create function fixture.blocked() returns text language sql stable as $$
    select string_agg(concat_ws(' ', b ->> 'code', b -> 'agents'), ', ' order by n)
      from merit.term t cross join jsonb_array_elements(t.blockers) with ordinality x(b, n) where t.term = '2025-Q1'
$$;
create function fixture.now_is(of_scheme text) returns text language sql stable as $$
    select string_agg(concat_ws(' ', s.agent, s.total, s.grade, s.rank, '/' || s.parts), ', ' order by s.agent) from merit.own_term_score s where s.term = '2025-Q1' and s.scheme = $1
$$;
create function fixture.closed(of_scheme text) returns text language sql stable as $$
    select string_agg(concat_ws(' ', r.agent, r.total, r.grade, r.rank, '/' || r.parts), ', ' order by r.agent) from period.term_result r where r.term = '2025-Q1' and r.scheme = $1
$$;
create function fixture.needed() returns text language sql stable as $$
    select string_agg(concat_ws(' ', e.scheme, e.agent, e.grade, e.counts_as, e.evidence), ', ' order by e.scheme, e.agent) from merit.evidence_needed('2025-Q1') e
$$;

-- A is 90 or more, and needs evidence. One scheme makes quarters of months, the other scores them itself, as the mean of what its months were: an index
-- of 1.00, 0.90, 0.80, 0.70 (100, 85, 70, 55 points in a month) is as many hundredths there.
select score.load((fixture.document() - '{shares,counts,year_end,improvement_plan,self_mark_gap,rewards,streaks,pay}'::text[]) || '{
    "grades": [{"grade": "A", "least": 90}, {"grade": "B", "least": 50}, {"grade": "C"}],
    "signatures": ["submit", "approve"],
    "evidence": {"grades": ["A"], "items": ["when"], "without": "neighbour", "close": "blocker"},
    "terms": {"quarter": {"of": "month", "by": "mean", "counts": "ranked", "least": 2, "needs": ["signatures", "evidence"]}}}');
select score.load((fixture.document() - '{terms,shares,counts,year_end,rewards,streaks,improvement_plan,self_mark_gap,evidence,pay,weights_add_to}'::text[]) || '{"scheme": "quarterly", "period": "quarter",
    "indicators": [{"indicator": "sold", "name": {"zh": "售", "en": "Sold"}, "weight": 100, "better": "higher", "on_null": "zero", "value": {"metric": "target_completion", "over": "mean"},
                    "rule": "ratio", "parameters": {"times": 100, "cap": 100}}],
    "grades": [{"grade": "A", "least": 90}, {"grade": "B", "least": 50}, {"grade": "C"}]}');
select score.load(document - '{terms,signatures,evidence}'::text[] || '{"scheme": "plain"}') from score.scheme where scheme = 'shop-service' order by version desc limit 1;
select period.set_settings('{month.scheme=shop-service}');
select fixture.staff(a) from unnest('{an,bo,cy}'::text[]) a;
-- With February an had (85 + 100 + 85) / 3 = 90 and bo (100 + 55 + 100) / 3 = 85; cy was there in no other month.
select fixture.month('2025-01-01', '{"an": 85, "bo": 100}'), fixture.month('2025-02-01', '{"an": 100, "bo": 55, "cy": 70}'), fixture.month('2025-03-01', '{"an": 85, "bo": 100}');
insert into rollup.agent_period (grain, start, agent, received) select 'day', '2025-01-03', a, 20 from unnest('{an,bo}'::text[]) a;
select is(fixture.now_is('shop-service'), 'an 90.00 A 1 /3, bo 85.00 B 2 /3, cy 70.00 /1', 'as long as all of it is open');
select is((select string_agg(a, ',' order by a) from unnest(period.term_present('2025-Q1', false)) a), 'an,bo,cy', 'all are there');

select period.close('2025-01-01', accept_warnings => true, anyway => true, reason => 'a test');
select period.close('2025-03-01', accept_warnings => true, anyway => true, skip => true, reason => 'a test');
select results_eq('select month from period.skipped', $$ values ('2025-02-01'::date) $$, 'February is skipped');
select is(fixture.now_is('shop-service'), 'an 85.00 B 2 /2, bo 100.00 A 1 /2', 'the mean of the two months');
select is(fixture.now_is('quarterly'), 'an 90.00 A 2, bo 100.00 A 1', 'the mean of what is in two months');
select is((select string_agg(a, ',' order by a) from unnest(period.term_present('2025-Q1', false)) a), 'an,bo', 'nobody else is there');
select is((select string_agg(concat_ws(' ', y.agent, s.scheme, s.total), ', ' order by y.agent, s.scheme) from unnest('{an,bo,cy}'::text[]) y(agent) cross join lateral merit.year_terms(y.agent, 2025) s),
          'an quarterly 90.00, an shop-service 85.00, bo quarterly 100.00, bo shop-service 100.00', 'a person''s own page says the same');
select is((select string_agg(concat_ws(' ', r ->> 'agent', r ->> 'total'), ', ') from jsonb_array_elements(web.ranked_by_term('quarter', '2025-01-01', null, 'shop-service') -> 'rows') r),
          'bo 100.00, an 85.00', 'and so does the ranking');
select is((select string_agg(concat_ws(' ', r ->> 'agent', r ->> 'total'), ', ') from jsonb_array_elements(web.ranked_by_term('quarter', '2025-01-01', null, 'plain') -> 'rows') r),
          'bo 100.00, an 85.00', 'also of a scheme without quarters');
select is(fixture.needed(), 'shop-service bo A B', 'whose grade as it will be closed needs evidence');
select is(fixture.blocked(), 'signatures, signatures, evidence ["bo"]', 'which is what is in the way');
select alike(fixture.try('fixture_ann', $$ period.close_term('2025-Q1', accept_warnings => true) $$),
             '55000 | 2025-Q1 is not closed: 3 things are in the way%grade "A" has no evidence and counts as "B" in scheme shop-service: bo;%', 'and what the close refuses by');
select is(fixture.try('fixture_ann', $$ period.evidence_file('2025-Q1', 'bo', 'A', 'https://shop.example/1', happened_on => '2025-03-03') $$), '1', 'filed');
select is(fixture.blocked(), 'signatures, signatures', 'nothing but signatures is missing');
select is(fixture.try('fixture_ann', $$ period.sign('2025-Q1', 'submit') $$) || fixture.try('fixture_ben', $$ period.sign('2025-Q1', 'approve') $$), '{approve}{}', 'it can be signed');
select is(fixture.try('fixture_ann', $$ period.close_term('2025-Q1', accept_warnings => true) -> 'overridden' $$), '[]', 'and closed, over nothing');
select is(fixture.closed('shop-service'), 'an 85.00 B 2 /2, bo 100.00 A 1 /2', 'as it was shown');
select is(fixture.closed('quarterly'), 'an 90.00 A 2, bo 100.00 A 1', 'by both schemes');
select is_empty('select * from period.verify()', 'all of it follows');

-- Whoever closes the skipped month afterwards makes it a part.
select period.close('2025-02-01', accept_warnings => true, anyway => true, reason => 'late');
select is((select t.due::text from merit.term t where t.term = '2025-Q1'), '{2025-02}', 'closed after all, it is a part');

select * from finish();
rollback;
