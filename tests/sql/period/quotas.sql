-- A closed month whose grades depend on the lead's: frozen, derived again from what is frozen, and revised when the lead's grade moves.
begin;
\ir fixture.psql
select plan(15);

create function fixture.scheme(name text, roles jsonb, more jsonb) returns jsonb language sql as $$
    select (fixture.document() - '{weights_add_to,terms,caps,rewards,streaks,improvement_plan,self_mark_gap,evidence,shares,year_end,pay}'::text[])
           || jsonb_build_object('scheme', $1, 'applies_to', jsonb_build_array(jsonb_build_object('roles', $2)),
                                 'eligibility', fixture.document() -> 'eligibility' || jsonb_build_object('roles', $2)) || $3
$$;
select score.load(fixture.scheme('leads', '["lead"]', '{"grades": [{"grade": "A", "least": 85}, {"grade": "B"}]}'));
select score.load(fixture.scheme('led', '["agent"]', '{"grades": [{"grade": "A"}, {"grade": "B"}, {"grade": "C"}], "ranking": {"scope": "team", "ties": "indicators_in_order", "unranked": "none"},
    "shares_by_lead": {"scheme": "leads", "shares": {"A": {"A": 0.5, "B": 0.5}, "B": {"B": 0.5, "C": 0.5}}, "otherwise": {"C": 1}}}'));
select fixture.staff('lin', 'east', role => 'lead'), fixture.staff('an', 'east'), fixture.staff('bo', 'east'), fixture.staff('cui', 'west');
select period.set_settings('{month.scheme=led}');
select fixture.month('2025-01-01', '{"lin": 85, "an": 85, "bo": 70, "cui": 100}');
select fixture.close('2025-01-01') ->> 'done';
create function fixture.results(revision integer) returns text language sql stable as $$
    select string_agg(concat_ws(' ', r.agent, r.scheme, r.grade, r.reached, '(' || r.lead_grade || ')'), ', ' order by r.scheme, r.agent)
      from period.result r where r.month = '2025-01-01' and r.revision = $1 and r.scheme in ('leads', 'led')
$$;
select is(fixture.results(0), 'lin leads A A, an led A A (A), bo led B A (A), cui led C A', 'the lead has A: half of the two are A; west has no lead');
select is((select why from merit.result where agent = 'bo' and scheme = 'led'), 'the lead has A: only for the first 1 in a team of 2, with all who share a rank', 'and why');
select is_empty('select * from period.verify()', 'all of it follows from what is frozen');
select bag_eq($$ select agent, grade, reached, why from merit.score where scheme = 'led' $$, $$ select agent, grade, reached, why from merit.result where scheme = 'led' $$,
              'and is what is shown while the month is open');

update fixture.metric set value = 0.80 where agent = 'lin' and metric = 'target_completion';
select period.revise('2025-01-01', 'lin had 70', as_of => '2025-02-20Z') ->> 'done';
select is(fixture.results(1), 'lin leads B B, an led B A (B), bo led C A (B), cui led C A', 'another grade of the lead, and other shares, by a revision');
select is(fixture.results(0), 'lin leads A A, an led A A (A), bo led B A (A), cui led C A', 'the old result stays');
select is_empty('select * from period.verify()', 'and both follow');
select is_empty('select * from merit.month_drift', 'nothing has moved since');

-- Leads whose scheme applies to everybody and grades those who are not ranked: an has 100, and is no lead.
select score.load(fixture.scheme('leads', '["lead"]', '{"grades": [{"grade": "A", "least": 85}, {"grade": "B"}], "ranking": {"scope": "team", "ties": "indicators_in_order", "unranked": "thresholds"}}')
                  - 'applies_to', '2025-02-01');
select fixture.month('2025-02-01', '{"lin": 70, "an": 100, "bo": 70}');
select fixture.close('2025-02-01') ->> 'done';
select is((select string_agg(concat_ws(' ', agent, grade, lead_grade), ', ' order by agent) from period.result where month = '2025-02-01' and scheme = 'led'), 'an B B, bo C B',
          'who has no lead''s role leads nobody');
select bag_eq($$ select r.agent, r.grade from period.result r where r.month = '2025-02-01' and r.scheme = 'led' $$,
              $$ select g.agent, g.grade from score.in_force('2025-02-01') f cross join lateral score.graded('2025-02-01', f.scheme, f.version) g where f.scheme = 'led' $$,
              'nor while the month is open');

-- Leads of March are not graded at its close; a scheme that is loaded for it later changes nothing of that.
select score.load(fixture.scheme('chiefs', '["lead"]', '{"grades": [{"grade": "A", "least": 50}, {"grade": "B"}]}'), '2025-06-01');
select score.load(fixture.scheme('led', '["agent"]', '{"grades": [{"grade": "A"}, {"grade": "B"}, {"grade": "C"}], "ranking": {"scope": "team", "ties": "indicators_in_order", "unranked": "none"},
    "shares_by_lead": {"scheme": "chiefs", "shares": {"A": {"A": 1}, "B": {"B": 1}}, "otherwise": {"C": 1}}}'), '2025-03-01');
select fixture.month('2025-03-01', '{"lin": 70, "an": 100, "bo": 70}');
select fixture.close('2025-03-01') ->> 'done';
select score.load(fixture.scheme('chiefs', '["lead"]', '{"grades": [{"grade": "A", "least": 50}, {"grade": "B"}]}'), '2025-03-01');
select is_empty($$ select * from merit.month_drift where month = '2025-03-01' $$, 'a leads'' scheme that is loaded after the close is no drift');
select is((select string_agg(n.agent || ' ' || n.value, ', ' order by n.agent) from period.numbers('{2025-03-01}', '{}') n where n.item = 'grade'), 'an C, bo C', 'nor what exclusions compare with');
select is(period.revise('2025-03-01', 'x') ->> 'changed', 'false', 'nor worth a revision');
select is(period.revise('2025-03-01', 'x', schemes_in_force => true, dry_run => true) ->> 'changed', 'true', 'but for one with the schemes in force');

alter table period.result disable trigger all;
update period.result set lead_grade = 'A' where team = 'east' and scheme = 'led' and revision = 1;
select is((select string_agg(problem, ' | ') from period.verify() where problem not like 'frozen rows hash%'), 'result of an does not follow from the indicators | result of bo does not follow from the indicators',
          'another grade of the lead is not what made theirs');

select * from finish();
rollback;
