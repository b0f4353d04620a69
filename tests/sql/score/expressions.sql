-- Expressions: what each operator comes to, what is refused, and where the named amounts come from.
begin;
\ir fixture.psql
select plan(43);

-- Three agents. x: 6, NULL, -2. y: 4, 5, 0. Written as JSON lists, none for NULL.
create function fixture.value(expression jsonb) returns jsonb language sql as $$
    select to_jsonb(score.evaluate($1, array[row('{"metric": "x"}', '{6,null,-2}'), row('{"metric": "y"}', '{4,5,0}')]::score.series[],
                                   array[('ann', 'east'), ('bob', 'east'), ('cid', null)]::score.subject[]))
$$;
select is(fixture.value(e::jsonb), v::jsonb, e)
  from (values ('{"metric": "x", "comment": "as it is"}', '[6, null, -2]'),
               ('{"number": 1.50}', '[1.50, 1.50, 1.50]'),
               ('{"add": [{"metric": "x"}, {"metric": "y"}, {"number": 1}]}', '[11, null, -1]'),
               ('{"subtract": [{"metric": "x"}, {"metric": "y"}]}', '[2, null, -2]'),
               ('{"multiply": [{"metric": "x"}, {"metric": "y"}]}', '[24, null, 0]'),
               ('{"divide": [{"metric": "x"}, {"metric": "y"}]}', '[1.5, null, null]'),
               ('{"divide": [{"metric": "y"}, {"number": 3}]}', '[1.333333333333, 1.666666666667, 0]'),
               ('{"least": [{"metric": "x"}, {"metric": "y"}]}', '[4, null, -2]'),
               ('{"greatest": [{"metric": "x"}, {"metric": "y"}]}', '[6, null, 0]'),
               ('{"first": [{"metric": "x"}, {"metric": "y"}]}', '[6, 5, -2]'),
               ('{"mean": [{"metric": "x"}], "of": "team"}', '[6, 6, -2]'),
               ('{"mean": [{"metric": "y"}], "of": "team"}', '[4.5, 4.5, 0]'),
               ('{"mean": [{"metric": "y"}], "of": "shop"}', '[3, 3, 3]'),
               ('{"interpolate": [{"metric": "y"}], "through": [{"value": 1, "gives": 10}, {"value": 4, "gives": 20}, {"value": 7, "gives": 21}]}',
                '[20, 20.333333333333, 10]'),
               ('{"interpolate": [{"multiply": [{"metric": "y"}, {"number": 2}]}], "through": [{"value": 0, "gives": 1}, {"value": 8, "gives": 5}]}', '[5, 5, 1]'),
               ('{"divide": [{"add": [{"metric": "x"}, {"first": [{"metric": "x"}, {"number": 0}]}]}, {"number": 4}]}', '[3, null, -1]')) as t(e, v);
select throws_ok($$ select fixture.value('{"metric": "z"}') $$, 'P0002', null, 'an amount that nobody gave is an error');
select is(score.evaluate('{"number": 1}', '{}', '{}'), '{}', 'of nobody, nothing');
select set_eq($$ select score.leaves('[{"metric": "x", "comment": "c"}, {"add": [{"metric": "x"}, {"number": 1}, {"divide": [{"target": "sales"}, {"metric": "x", "of": "shop"}]}]}]') $$,
              array['{"metric": "x"}', '{"target": "sales"}', '{"metric": "x", "of": "shop"}']::jsonb[], 'the named amounts, each once');

-- What is refused.
create function fixture.refused(expression jsonb) returns text language sql stable as $$
    select string_agg(c.path || ': ' || c.problem, ' | ') from score.check(jsonb_set(fixture.document(), '{indicators,1,value}', $1)) as c
$$;
\set which 'needs exactly one of before, indicator, marks, metric, number, tally, target, add, divide, first, greatest, interpolate, least, mean, multiply, subtract'
select is(fixture.refused(e::jsonb), '$.indicators[1].value' || replace(p, '<which>', :'which'), e)
  from (values ('3', ': must be an object; is 3'),
               ('{}', ': <which>; has 0'),
               ('{"metrik": "sales"}', ': <which>; has 0; did you mean metric?'),
               ('{"metric": "sales", "tally": "late"}', ': <which>; has 2'),
               ('{"metric": "sale"}', '.metric: must be a metric of docs/metrics.md, mark:<indicator> or tally:<kind>; is "sale"; did you mean sales?'),
               ('{"metric": "sales", "of": "city"}', '.of: must be one of team, shop; is "city"'),
               ('{"metric": "mark:execution", "of": "team"}', '.of: goes with metrics of docs/metrics.md and tally:<kind>: marks have no sum'),
               ('{"number": "3"}', '.number: must be a number; is "3"'),
               ('{"divide": [{"metric": "sales"}]}', '.divide: takes 2; has 1'),
               ('{"add": []}', '.add: takes at least 1; has 0'),
               ('{"add": {"metric": "sales"}}', '.add: must be a list; is {"metric": "sales"}'),
               ('{"add": [{"metric": "sales"}, {"metric": "unit_prize"}]}',
                '.add[1].metric: must be a metric of docs/metrics.md, mark:<indicator> or tally:<kind>; is "unit_prize"; did you mean unit_price?'),
               ('{"mean": [{"metric": "sales"}]}', '.of: is required'),
               ('{"add": [{"number": 1}], "of": "team"}', '.of: is unknown; known here: none'),
               ('{"indicator": "order_success"}', '.indicator: must be an indicator that stands above; is "order_success"'),
               ('{"indicator": "target_completio"}', '.indicator: must be an indicator that stands above; is "target_completio"; did you mean target_completion?'),
               ('{"multiply": [{"marks": "m", "roles": {"lead": 1}, "points_of": "each"}]}',
                '.multiply[0].points_of: must be mean: only a rule gives points to each mark'),
               ('{"target": "salse"}', '.target: must be a metric of docs/metrics.md, mark:<indicator> or tally:<kind>; is "salse"; did you mean sales?'),
               ('{"marks": "m", "roles": {}, "points_of": "mean"}', '.roles: needs at least 1'),
               ('{"marks": "m", "roles": {"comment": "hq"}, "points_of": "mean"}', '.roles: needs at least 1'),
               ('{"marks": "m", "roles": "hq", "points_of": "mean"}', '.roles: must be an object; is "hq"'),
               ('{"marks": "m", "roles": {"self": 1}, "points_of": "each", "marks_needed": 3}', '.marks_needed: goes with points_of mean')) as t(e, p);
select is(fixture.refused('{"divide": [{"metric": "unit_price"}, {"add": [{"metric": "unit_price", "of": "shop"}, {"target": "tally:calls"}]}]}'), null, 'what is right is not');
select is((select string_agg(c.path || ': ' || c.problem, ' | ' order by c.path) from score.check(fixture.document()
              #- '{indicators,1,value}' #- '{indicators,2,value}'
              || jsonb_build_object('indicators', (fixture.document() -> 'indicators')
                 || '[{"indicator": "a", "name": {"zh": "a", "en": "a"}, "weight": 1, "better": "higher", "on_null": "zero", "rule": "bands", "values": [{"number": 1}],
                       "parameters": {"at_least": [{"value": 1, "points": 1}], "otherwise": 0}},
                      {"indicator": "b", "name": {"zh": "b", "en": "b"}, "weight": 1, "better": "higher", "on_null": "zero", "rule": "checklist",
                       "values": [{"number": 1}, {"number": 2}], "parameters": {"items": [{"maximum": 10}]}},
                      {"indicator": "c", "name": {"zh": "c", "en": "c"}, "weight": 1, "better": "higher", "on_null": "zero", "rule": "linear", "value": {"number": 1},
                       "parameters": {"from": 0, "points": 0, "unit": 1, "gain": 1, "floor": 100, "cap": 100}}]'::jsonb, 'weights_add_to', 103)) as c),
          '$.indicators[10].parameters.cap: must be more than floor, 100; is 100 | $.indicators[8].values: the rule bands takes one: write value | '
          '$.indicators[9].parameters.items: needs one for each value: 2; has 1', 'rules and their values go together');

select * from finish();
rollback;
