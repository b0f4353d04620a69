-- Checking and loading schemes: every problem at once, versions, the default.
begin;
\ir fixture.psql
select plan(40);

create function fixture.problem(path text[], value jsonb) returns text language sql stable as $$
    select string_agg(c.path || ': ' || c.problem, ' | ') from score.check(jsonb_set(fixture.document(), $1, $2)) as c
$$;

select is_empty($$ select * from score.check(fixture.document()) $$, 'the shipped scheme has no problem');
select is((select sum((i ->> 'weight')::numeric) from jsonb_array_elements(fixture.document() -> 'indicators') as i), 100::numeric,
          'its weights add to 100');

-- One problem each.
select is(fixture.problem('{indicators,2,weight}', '"ten"'), '$.indicators[2].weight: must be a number; is "ten"', 'type');
select is(fixture.problem('{indicators,2,weight}', '11'), '$.weights_add_to: is 100, but the weights add to 101', 'weights');
select is(fixture.problem('{indicators,0,weigth}', '30'),
    '$.indicators[0].weigth: is unknown; known here: due, name, rule, value, better, out_of, values, weight, on_null, indicator, parameters, full_points; did you mean weight?',
    'unknown member');
select is(fixture.problem('{indicators,0,on_null}', '"skip"'),
    '$.indicators[0].on_null: must be one of leave_out, zero, full; is "skip"', 'choice');
select is(fixture.problem('{indicators,1,indicator}', '"target_completion"'),
    '$.indicators[1].indicator: must be unique; target_completion stands above already', 'indicator twice');
select is(fixture.problem('{indicators,1,value,metric}', '"conversion"'),
    '$.indicators[1].value.metric: must be a metric of docs/metrics.md, mark:<indicator> or tally:<kind>; is "conversion"', 'metric');
select is(fixture.problem('{indicators,1,rule}', '"magic"'), '$.indicators[1].rule: must be one of bands, checklist, deduct, figure, gate, linear, mark, ratio; is magic', 'rule');
select is(fixture.problem('{indicators,1,parameters,at_least,1,value}', '0.50'),
    '$.indicators[1].parameters.at_least[1].value: must be less than the one before it, 0.50; is 0.50', 'edges out of order');
select is(fixture.problem('{indicators,1,parameters,at_most}', '[{"value": 1, "points": 2}]'),
    '$.indicators[1].parameters: needs exactly one of at_least, at_most; has 2', 'two directions');
select is(fixture.problem('{indicators,7,value}', '{"marks": "execution", "roles": {"boss": 1}}'),
    '$.indicators[7].value.points_of: is required | '
    '$.indicators[7].value.roles.boss: is unknown; known here: hq, lead, peer, self, manager', 'roles');
select is(fixture.problem('{indicators,7,due}', v.due), v.problem, 'due ' || v.due::text)
  from (values ('28'::jsonb, null), ('29', '$.indicators[7].due: must be at most 28; is 29'), ('1.5', '$.indicators[7].due: must be a whole number; is 1.5')) as v(due, problem);
select is(fixture.problem('{indicators,0,due}', '20'), '$.indicators[0].due: goes with people''s marks (marks)', 'nothing is due but marks');
select is(fixture.problem('{indicators,0,value}', '{"metric": "sales", "roles": {"self": 1}}'),
    '$.indicators[0].value.roles: is unknown; known here: of, metric', 'roles of a metric');
select is(fixture.problem('{grades,4,cap,active}', 'true'), '$.grades[4].cap.active: must be false: there is no next grade', 'last cap');
select is(fixture.problem('{grades,1,least}', '96'), '$.grades[1].least: must be less than the one before it, 95; is 96', 'thresholds');
select is(fixture.problem('{evidence,grades,0}', '"优"'), '$.evidence.grades: must name grades of the list; 优 is none', 'grade name');
select is(fixture.problem('{eligibility,roles}', '["agent", "dispatch"]'),
    '$.eligibility.roles: must not name dispatch: it is never ranked', 'dispatch');
select is(fixture.problem('{applies_to}', '[{"roles": ["lead"], "from": "2026-10", "until": "2026-10"}, {"from": "2026-10", "until": "2026-09"}]'),
    '$.applies_to[1].until: must not be before from, 2026-10; is 2026-09', 'months of whom it applies to');
select is(fixture.problem('{applies_to}', '[{"role": "lead", "teams": [], "from": "2026-10-01", "until": "2026-13"}]'),
    '$.applies_to[0].from: must be a month such as 2026-10; is "2026-10-01" | $.applies_to[0].role: is unknown; known here: from, roles, teams, until, agents; did you mean roles? | '
    '$.applies_to[0].teams: needs at least 1 | $.applies_to[0].until: must be a month such as 2026-10; is "2026-13"', 'whom it applies to');
select is_empty($$ select * from score.check(fixture.document() || '{"agreed": [
    {"agents": ["an"], "from": "2026-10", "until": "2026-10", "weights": {"unit_price": 60, "mark:execution": 40}, "by": "lea", "on": "2026-09-30", "comment": 1},
    {"agents": ["an"], "from": "2026-11", "until": "2026-12", "weights": {"assisted": 100}, "by": "lea", "on": "2026-10-31"}]}') $$, 'weights agreed with a person');
select is(fixture.problem('{agreed}', '[{"agents": ["an", "bo"], "from": "2026-10", "until": "2026-12", "weights": {"unit_prise": 100}, "by": "lea", "on": "2026-09-30"},
                                        {"agents": ["bo"], "from": "2027-01", "until": "2026-12", "weights": {"unit_price": 60, "assisted": 30}, "by": "lea", "on": "2026-02-30"},
                                        {"agents": ["bo"], "from": "2026-12", "until": "2026-12", "weights": {"unit_price": "x"}, "by": "", "on": "2026-03-01"}]'),
    '$.agreed[0].weights.unit_prise: must be an indicator; did you mean unit_price? | $.agreed[1].on: must be a day of the calendar; is 2026-02-30 | '
    '$.agreed[1].until: must not be before from, 2027-01; is 2026-12 | $.agreed[1].weights: must add to 100; add to 90 | '
    '$.agreed[2].agents: must not have bo, of whom the same months stand above | $.agreed[2].by: must be who agreed; is "" | '
    '$.agreed[2].weights.unit_price: must be a number; is "x"', 'and what is wrong with them');
select is((select string_agg(c.path || ': ' || c.problem, ' | ')
             from score.check(jsonb_set(fixture.document() - 'weights_add_to', '{indicators,2,weight}', '[1]')) c),
          '$.indicators[2].weight: must be a number; is [1]', 'weights that cannot be added are not');
select is(fixture.problem('{agreed}', '[{"agents": ["an", "bo", "an"], "from": "2026-10", "until": "2026-12", "weights": {"assisted": 100}, "by": "lea", "on": "2026-09-30"}]'),
    '$.agreed[0].agents: must not have an, of whom the same months stand above', 'nobody agrees twice in one breath');
select is(fixture.problem('{agreed}', '[{"agents": ["an"], "from": "2026-10", "until": "2026-12", "weights": {"comment": 1}, "by": "lea", "on": "2026-09-30"}]'),
    '$.agreed[0].weights: needs at least 1', 'nor on no weights at all');
select is(fixture.problem('{applies_to}', '[{"roles": ["lead"]}, {"comment": "and"}]'), '$.applies_to[1]: needs at least 1', 'who is said of nothing is everybody');
select isnt_empty(format('select * from score.check(%L)', bad), format('%s is no scheme', bad))
from unnest(array['[]', '{"indicators": 3, "grades": {}}']::jsonb[]) as bad;

-- All of them at once, in one error, and nothing loaded.
create function fixture.refusal(document jsonb) returns text language plpgsql as $$
declare
    detail text;
begin
    perform score.load(document);
    return 'loaded';
exception when invalid_parameter_value then
    get stacked diagnostics detail = pg_exception_detail;
    return sqlerrm || e'\n' || detail;
end
$$;
select ok(fixture.refusal(jsonb_set(jsonb_set(fixture.document(), '{period}', '"week"'), '{indicators,3,weight}', '-1') - 'grades')
    ~ '(?s)^scheme shop-service refused: .*\$\.grades: is required.*\$\.indicators\[3\]\.weight: must be at least 0; is -1.*\$\.period: must be one of month',
    'one error lists every problem');
select is((select count(*) from score.scheme), 0::bigint, 'a refused scheme leaves nothing');

-- Versions.
select throws_ok($$ select score.load_default('other', fixture.document()) $$, '22023',
                 'scheme other expected, but the document is of shop-service', 'the default has the name it is asked for by');
select is(score.load_default('shop-service', fixture.document()), 1, 'the first version is 1');
select is(array[score.load(fixture.document()), score.load(fixture.document(), '2026-10-01')], array[1, 1],
          'what is in force already is not loaded again');
select results_eq(
    $$ select version, effective, loaded_by = current_user from score.scheme $$,
    $$ values (1, '2000-01-01'::date, true) $$,
    'one row, from the first month');
select is(array[score.load(fixture.document() - 'pass_mark', '2026-05-20'), score.load(fixture.document(), '2026-09-01')], array[2, 3],
          'going back to an earlier document is a new version');
select results_eq(
    $$ select version, effective, (select count(*) from score.indicator as i where i.version = s.version),
              (select count(*) from score.grade as g where g.version = s.version) from score.scheme as s order by 1 $$,
    $$ values (1, '2000-01-01'::date, 8::bigint, 5::bigint), (2, '2026-05-01', 8, 5), (3, '2026-09-01', 8, 5) $$,
    'old versions are kept whole');
select is(score.load_default('shop-service', fixture.document()), null, 'the default is not loaded where there is a scheme');

select * from finish();
rollback;
