-- A scheme of every rule, a toy rule and a toy operator, from facts to a closed month; and what is missing to the next edge.
begin;
\ir fixture.psql
select plan(34);

-- Nothing but these rows and functions makes a rule and an operator.
create function fixture.rule_toy(subjects score.subject[], numbers numeric[], parameters jsonb) returns score.verdict[] language sql as $$
    select array(select row(n, parameters -> 'of' -> 0, null, null, null)::score.verdict
                   from unnest(numbers) with ordinality as u(n, i) order by i)
$$;
create function fixture.operator_toy(subjects score.subject[], numbers numeric[], parameters jsonb) returns numeric[] language sql as $$
    select array(select length(s.agent) + n from unnest(subjects, numbers) with ordinality as s(agent, team, n, i) order by i)
$$;
insert into score.rule (rule, function, description, parameters)
values ('toy', 'fixture.rule_toy', 'a toy', '{"type": "object", "required": ["of"], "members": {"of": {"type": "list", "of": {"type": "number"}}}}');
insert into score.operator values ('toy', 'fixture.operator_toy', 'a toy', 1, 1, '{"type": "object"}');

-- What the file would say, with indicators of one's own.
create function fixture.scheme(variadic indicators jsonb[]) returns jsonb language sql as $$
    select (fixture.document() - 'weights_add_to') || jsonb_build_object('indicators', (
        select jsonb_agg('{"name": {"zh": "x", "en": "x"}, "weight": 10, "better": "higher", "on_null": "leave_out"}' || i order by n)
          from unnest($1) with ordinality as u(i, n)))
$$;
create function fixture.shown(agent text, indicator text, month date default '2026-10-01') returns text language sql stable as $$
    select concat_ws(' ', coalesce(i.value::text, '-'), coalesce(i.points::text, '-'), coalesce(trim_scale(round(i.contribution, 4))::text, '-'), '|',
                     coalesce(i.edge::text, '-'), coalesce(i.next_edge::text, '-'), coalesce(i.missing::text, '-'), coalesce(trim_scale(round(i.brings, 4))::text, '-'),
                     i.numbers::text)
    from merit.score_indicator as i where i.agent = $1 and i.indicator = $2 and i.month = $3
$$;

-- Edges of the worked example: what is missing, and what it would bring to the 83.50.
select score.load(fixture.document());
select fixture.agent('mei', '{"target_completion": 0.92, "inquiry_conversion": 0.47, "order_success": 0.96, "unit_price": 205,
                              "reply_rate": 0.985, "response_seconds": 33, "assisted": 14000}');
select fixture.mark('mei', 'self', 100), fixture.mark('mei', 'lead', 80);
select is(fixture.shown('mei', v.i), v.shown, v.i)
  from (values ('target_completion', '0.92 85 25.5 | 0.90 1.00 0.08 4.5'), ('inquiry_conversion', '0.47 80 24 | 0.45 0.50 0.03 6'),
               ('order_success', '0.96 100 10 | 0.95 - - -'), ('unit_price', '205 80 4 | 200 220 15 1'), ('reply_rate', '0.985 100 5 | 0.98 - - -'),
               ('response_seconds', '33 80 4 | 40 30 -3 1'), ('assisted', '14000 60 3 | 14000 17000 3000 1'),
               ('mark:execution', '86 86 8.6 | 86 100 14 1.4')) as v(i, shown);  -- self 100, lead 80: edges 30 + 56; next 100
select is((select sum(brings) from merit.score_indicator where agent = 'mei'),
          (select 4.5 + 6 + 1 + 1 + 1 + 1.4), 'brings are points of the total');

-- Every rule at once. The toy operator makes 3 + 2 of two tallies, the toy rule 7.
select score.load(fixture.scheme(
    '{"indicator": "toy", "value": {"toy": [{"tally": "late"}]}, "rule": "toy", "parameters": {"of": [7]}}',
    '{"indicator": "to_the_shop", "value": {"divide": [{"metric": "unit_price"}, {"mean": [{"metric": "unit_price"}], "of": "shop"}]}, "rule": "bands",
      "parameters": {"at_least": [{"value": 1.12, "points": 100}, {"value": 1.06, "points": 60}], "otherwise": 50}}',
    '{"indicator": "plan", "value": {"divide": [{"metric": "sales"}, {"target": "sales"}]}, "rule": "ratio", "parameters": {"times": 100, "cap": 120}, "weight": 20}',
    '{"indicator": "late", "value": {"tally": "late"}, "rule": "deduct", "parameters": {"full": 100, "per": 4, "floor": 0}}',
    '{"indicator": "sheet", "values": [{"marks": "manner", "roles": {"lead": 1}, "points_of": "mean"}, {"marks": "skill", "roles": {"lead": 1}, "points_of": "mean"}],
      "rule": "checklist", "parameters": {"items": [{"maximum": 60}, {"maximum": 40}]}}',
    '{"indicator": "gate", "values": [{"metric": "reply_rate"}, {"tally": "late"}], "rule": "gate",
      "parameters": {"conditions": [{"at_least": 0.9}, {"at_most": 1}], "of": "team", "points": 100}}',
    '{"indicator": "sample", "value": {"marks": "chat", "roles": {"lead": 1}, "points_of": "mean", "marks_needed": 2}, "rule": "mark", "parameters": {"range": {"from": 0, "to": 100}}}',
    '{"indicator": "both", "value": {"least": [{"indicator": "plan"}, {"indicator": "late"}]}, "rule": "ratio", "parameters": {"times": 1, "cap": 100}}'),
    '2026-11-01');
select set_config('merit.now', '2026-12-15T12:00:00Z', true);
select fixture.agent('ann', '{"unit_price": 224, "sales": 900, "reply_rate": 0.95, "tally:late": 2}', month => '2026-11-01');
select fixture.agent('bob', '{"unit_price": 176, "sales": 1500, "reply_rate": 0.90}', month => '2026-11-01');
select fixture.agent('cy', '{"unit_price": null, "sales": 0, "reply_rate": null}', month => '2026-11-01');
select fixture.staff('ann', 'east'), fixture.staff('bob', 'west');
insert into fact.target (hash, at, agent, period, metric, value)
values (11, '2026-11-01Z', 'ann', '2026-11', 'sales', 1000), (12, '2026-11-01Z', 'bob', '2026-11', 'sales', 1000);
select fixture.mark(a, 'lead', m, rater => r, period => '2026-11', indicator => i)
  from (values ('ann', 'manner', 70, 'x'), ('ann', 'skill', 20, 'x'), ('bob', 'manner', 30, 'x'), ('ann', 'chat', 90, 'x'), ('ann', 'chat', 80, 'y'),
               ('bob', 'chat', 90, 'x')) as v(a, i, m, r);

-- ann: 224 / 200; 900 / 1000; two late; min(70, 60) + 20 of 100; late at most 1 is missed; (90 + 80) / 2; min(90, 92). Weights: 90,
-- and bob's, without the sample, 80.
select is(fixture.shown(v.a, v.i, '2026-11-01'), v.shown, v.a || ' ' || v.i)
  from (values ('ann', 'toy', '5 7 0.7778 | - - - -'),
               ('ann', 'to_the_shop', '1.12 100 11.1111 | 1.12 - - -'), ('bob', 'to_the_shop', '0.88 50 6.25 | - 1.06 0.18 1.25'),
               ('ann', 'plan', '0.9 90 20 | - 1.2 0.3 6.6667'), ('bob', 'plan', '1.5 120 30 | 1.2 - - -'), ('cy', 'plan', '- - - | - - - -'),
               ('ann', 'late', '2 92 10.2222 | 2 1 -1 0.4444'), ('bob', 'late', '0 100 12.5 | 0 - - -'),
               ('ann', 'sheet', '80 80 8.8889 | - 100 20 2.2222 {70,20}'), ('bob', 'sheet', '30 50 6.25 | - 60 30 6.25 {30,NULL}'),
               ('ann', 'gate', '1 0 0 | - 2 1 11.1111 {0.95,2}'), ('bob', 'gate', '2 100 12.5 | 2 - - - {0.90,0}'), ('cy', 'gate', '1 - - | - 2 1 - {NULL,0}'),
               ('ann', 'sample', '85 85 9.4444 | - 100 15 1.6667'), ('bob', 'sample', '- - - | - - - -'),
               ('ann', 'both', '90 90 10 | - 100 10 1.1111'), ('bob', 'both', '100 100 12.5 | 100 - - -')) as v(a, i, shown);
select is((select total from merit.score where agent = 'ann' and month = '2026-11-01'),
          round((7 + 100 + 2 * 90 + 92 + 80 + 0 + 85 + 90) / 9.0, 2), 'the total of all of it');
select is(period.final_from('2026-11-01'), (select starts_at + make_interval(hours => (ref.rules()).session_idle_hours) from ref.day where day = '2026-12-01'),
          'sales, counted when they are paid for, and marks wait for nothing but chats');
select results_eq(
    $$ select w ->> 'message' from jsonb_array_elements(period.said(period.warnings('2026-11-01'))) as w where w ->> 'code' in ('targets_missing', 'marks_due') order by 1 $$,
    $$ values ('marks of role lead for chat are missing: bob, cy'), ('marks of role lead for manner are missing: cy'), ('marks of role lead for skill are missing: bob, cy'), ('no sales target: cy') $$,
    'what the close warns of is what the expressions name');

-- Items of 40 with points out of 40: 30 of them are 75 of 100, and all of them 100.
select score.load(fixture.scheme('{"indicator": "sheet", "values": [{"tally": "x"}, {"tally": "y"}], "rule": "checklist", "weight": 40, "out_of": 40,
    "parameters": {"items": [{"maximum": 20}, {"maximum": 20}]}}'), '2026-12-01');
select fixture.agent('ann', '{"tally:x": 20, "tally:y": 10}', month => '2026-12-01'), fixture.agent('bob', '{"tally:x": 25, "tally:y": 20}', month => '2026-12-01');
select results_eq($$ select i.agent, i.points, s.total, i.brings from merit.score_indicator i join merit.score s using (agent, month) where month = '2026-12-01' order by 1 $$,
                  $$ values ('ann' collate "C", 30::numeric, 75.00, 25::numeric), ('bob', 40, 100.00, null) $$, 'a sheet is never above what its points are out of');

-- A gate of the team, which weighs nothing for bob by agreement: what bob misses is not the team's.
select score.load(fixture.scheme('{"indicator": "gate", "values": [{"tally": "late"}], "rule": "gate", "parameters": {"conditions": [{"at_most": 0}], "of": "shop", "points": 100}}',
                                 '{"indicator": "else", "value": {"tally": "x"}, "rule": "ratio", "parameters": {"times": 1, "cap": 100}}')
                  || '{"agreed": [{"agents": ["bob"], "from": "2027-01", "until": "2027-01", "weights": {"else": 20}, "by": "lin", "on": "2026-12-31"}]}', '2027-01-01');
select fixture.agent(a, jsonb_build_object('tally:x', 50, 'tally:late', l), month => m) from (values ('ann', 0), ('bob', 1)) as v(a, l), unnest('{2027-01-01,2027-02-01}'::date[]) m;
select results_eq($$ select month, agent, points from merit.score_indicator where indicator = 'gate' and month >= '2027-01-01' order by 1, 2 $$,
                  $$ values ('2027-01-01'::date, 'ann' collate "C", 100::numeric), ('2027-01-01', 'bob', 0), ('2027-02-01', 'ann', 0), ('2027-02-01', 'bob', 0) $$, 'a gate is not missed by whom it is nothing to');

-- The registry is something that scores follow from.
delete from score.stale;
update score.operator set description = 'another toy' where operator = 'toy';
select isnt_empty('select from score.stale', 'another operator makes kept scores stale');
update score.operator set function = 'fixture.gone' where operator = 'toy';
update score.rule set function = 'fixture.gone' where rule = 'toy';
select results_eq($$ select path, problem from score.check((select document from score.scheme where version = 2)) $$,
    $$ values ('$.indicators[0].rule', 'needs the function fixture.gone(score.subject[], numeric[], jsonb), which does not exist'),
              ('$.indicators[0].value.toy', 'needs the function fixture.gone(score.subject[], numeric[], jsonb), which does not exist') $$,
    'a rule or an operator without its function is no use');
select throws_ok($$ update score.operator set function = 'pg_sleep(9); --' where operator = 'toy' $$, '23514', null, 'and nothing but a name stands there');

select * from finish();
rollback;
