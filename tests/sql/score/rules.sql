-- Every rule, by hand: on an edge, a hair beside it, NULL, zero, above the cap, below the floor; what the next edge is, and what
-- it gives. Then for a thousand numbers: points stay in their range, more is never worse, and the next edge keeps its promise.
begin;
\ir fixture.psql
select plan(43);

-- bands: four values of E = 1e-10 beside the edges 30 and 40.
\set at_most '{"at_most": [{"value": 30, "points": 100}, {"value": 40, "points": 60}], "otherwise": 10}'
select results_eq(
    format('select * from fixture.verdicts(%L, %L, variadic %L)', 'bands', :'at_most', '{0,30,30.0000000001,40,40.0000000001,null}'),
    $$ values (0::numeric, 100::numeric, 30::numeric, null::numeric, null::numeric), (30, 100, 30, null, null), (30.0000000001, 60, 40, 30, 100),
              (40, 60, 40, 30, 100), (40.0000000001, 10, null, 40, 60), (null, null, null, null, null) $$,
    'bands: an edge belongs to the better band; the next edge is the next better one');
select results_eq(
    $$ select points, edge, next_edge, next_points from fixture.verdicts('bands', '{"at_least": [{"value": 3, "points": 90},
           {"value": 2, "points": 50}, {"value": 1, "points": 50}], "otherwise": 50}', 0, 1, 2, 3) $$,
    $$ values (50::numeric, null::numeric, 3::numeric, 90::numeric), (50, 1, 3, 90), (50, 2, 3, 90), (90, 3, null, null) $$,
    'an edge that gives no more is no next edge');
select is(array(select v.points from unnest(score.verdicts('bands',
              array[('ann', 'east'), ('bob', 'east'), ('cid', 'west'), ('dan', null), ('eve', 'east')]::score.subject[],
              array[array[50, 50, 50, 50, 50]]::numeric[],
              '{"at_least": [{"value": 60, "points": 100}], "otherwise": 0,
                "by_team": {"east": {"at_least": [{"value": 50, "points": 90}], "otherwise": 1}},
                "by_agent": {"bob": {"at_most": [{"value": 50, "points": 80}], "otherwise": 2}}}')) as v),
          array[90, 80, 0, 0, 90]::numeric[], 'bands of one''s own, of one''s team, or of all');

-- linear: the sheet D. Full until 30 s, 5 of 100 less for each further 10 s begun.
\set begun '{"from": 30, "points": 100, "unit": 10, "loss": 5, "begun": true, "floor": 20, "cap": 100}'
select results_eq(
    format('select * from fixture.verdicts(%L, %L, variadic %L)', 'linear', :'begun', '{0,30,30.0000000001,40,40.1,189,190,190.1,1000,null}'),
    $$ values (0::numeric, 100::numeric, 30::numeric, null::numeric, null::numeric), (30, 100, 30, null, null), (30.0000000001, 95, 40, 30, 100),
              (40, 95, 40, 30, 100), (40.1, 90, 50, 40, 95), (189, 20, null, 180, 25), (190, 20, null, 180, 25), (190.1, 20, null, 180, 25),
              (1000, 20, null, 180, 25), (null, null, null, null, null) $$,
    'linear: a loss as soon as its unit has begun; the floor holds from the sixteenth unit on');
select is(fixture.points('linear', '{"from": 0, "points": 0, "unit": 0.01, "gain": 4, "begun": true, "floor": 0, "cap": 100}',
                         -0.5, 0, 0.0099, 0.01, 0.2399, 0.25, 0.9),
          array[0, 0, 0, 4, 92, 100, 100]::numeric[], 'a gain when its unit is full');
select is(fixture.points('linear', '{"from": 1, "points": 100, "unit": 0.01, "gain": 1, "floor": 0, "cap": 100}', 1.2, 1, 0.995, 0.9, 0, -1),
          array[100, 100, 99.5, 90, 0, 0]::numeric[], 'in proportion without begun; below from the other way');
select results_eq(
    $$ select edge, next_edge, next_points from fixture.verdicts('linear', '{"from": 1, "points": 100, "unit": 0.01, "gain": 1, "floor": 0, "cap": 90}',
           0.89, 0.9, 1) $$,
    $$ values (null::numeric, 0.9::numeric, 90::numeric), (0.9, null, null), (0.9, null, null) $$,
    'in proportion the cap is the only edge');
select is(fixture.points('linear', '{"from": 0, "points": 0, "unit": 3, "gain": 1, "begun": true, "floor": 0, "cap": 100}', 9, 8.9999999999999, 10),
          array[3, 2, 3]::numeric[], 'units are counted exactly');

-- ratio, deduct, mark.
select results_eq(
    $$ select * from fixture.verdicts('ratio', '{"times": 100, "cap": 120}', 0.925, 1.2, 1.5, 0, -0.1, null) $$,
    $$ values (0.925::numeric, 92.5::numeric, null::numeric, 1.2::numeric, 120::numeric), (1.2, 120, 1.2, null, null), (1.5, 120, 1.2, null, null),
              (0, 0, null, 1.2, 120), (-0.1, 0, null, 1.2, 120), (null, null, null, null, null) $$,
    'ratio: so many times the value, up to the cap, never below 0');
select results_eq(
    $$ select * from fixture.verdicts('deduct', '{"full": 100, "per": 4, "floor": 10}', 0, 0.5, 1, 3, 22, 23, 100, null) $$,
    $$ values (0::numeric, 100::numeric, 0::numeric, null::numeric, null::numeric), (0.5, 96, 1, 0, 100), (1, 96, 1, 0, 100), (3, 88, 3, 2, 92),
              (22, 12, 22, 21, 16), (23, 10, null, 22, 12), (100, 10, null, 22, 12), (null, null, null, null, null) $$,
    'deduct: half a day counts as one; the floor');
select results_eq(
    $$ select * from fixture.verdicts('mark', '{"allowed": [100, 80, 0]}', 100, 99.9, 80, 0, null) $$,
    $$ values (100::numeric, 100::numeric, 100::numeric, null::numeric, null::numeric), (99.9, 80, 80, 100, 100), (80, 80, 80, 100, 100),
              (0, 0, 0, 80, 80), (null, null, null, null, null) $$,
    'mark: the next lower allowed one, and the next better one');
select results_eq(
    $$ select value, points, next_edge, next_points from fixture.verdicts('mark', '{"range": {"from": 20, "to": 90}}', 0, 20, 55.5, 90, 100, null) $$,
    $$ values (0::numeric, 20::numeric, 90::numeric, 90::numeric), (20, 20, 90, 90), (55.5, 55.5, 90, 90), (90, 90, null, null), (100, 90, null, null),
              (null, null, null, null) $$,
    'mark: within a range');

-- checklist: items of 20, 30 and 50; and one of 10 alone.
create function fixture.sheet(variadic numbers numeric[]) returns score.verdict language sql as $$
    select (score.verdicts('checklist', array[('ann', null)]::score.subject[], array(select array[n] from unnest($1) as n),
                           '{"items": [{"maximum": 20}, {"maximum": 30}, {"maximum": 50}]}'))[1]
$$;
select is(fixture.sheet(20, 30, 50), (100, 100, 100, null, null)::score.verdict, 'checklist: all of it');
select is(fixture.sheet(10, 45, 0), (40, 40, null, 100, 100)::score.verdict, 'an item counts at most its maximum');
select is(fixture.sheet(-5, 15, 50), (65, 65, null, 100, 100)::score.verdict, 'and never less than 0');
select is((score.verdicts('checklist', array[('ann', null)]::score.subject[], array[array[20], array[10]]::numeric[], '{"items": [{"maximum": 20}, {"maximum": 20}], "out_of": 5}'))[1],
          (30, 3.75, null, 40, 5)::score.verdict, 'out of five: 30 of 40');
select is(fixture.sheet(20, null, 15), (35, 50, null, 70, 100)::score.verdict, 'what is not marked is left out with its maximum: 35 of 70');
select is(fixture.sheet(0, 0, 0), (0, 0, null, 100, 100)::score.verdict, 'all zero');
select is(fixture.sheet(null, null, null), null, 'nothing is nothing');

-- figure: what it is, and nothing for it.
select results_eq($$ select * from fixture.verdicts('figure', '{}', 30, 0, -1.5, null) $$,
    $$ values (30::numeric, null::numeric, null::numeric, null::numeric, null::numeric), (0, null, null, null, null), (-1.5, null, null, null, null), (null, null, null, null, null) $$,
    'figure: the value, and no points');

-- gate: at least 95 %, at most 2 %.
create function fixture.gate(of_group text, first numeric[], second numeric[]) returns setof score.verdict language sql as $$
    select v from unnest(score.verdicts('gate', array[('ann', 'east'), ('bob', 'east'), ('cid', 'west'), ('dan', null)]::score.subject[],
                                        array[$2, $3], jsonb_build_object('of', $1, 'points', 100, 'conditions',
                                            '[{"at_least": 0.95}, {"at_most": 0.02}]'::jsonb))) as v
$$;
select results_eq(
    $$ select * from fixture.gate('agent', '{0.95,0.9499999999,null,0.99}', '{0.02,0,0.01,0.0200000001}') $$,
    $$ values (2::numeric, 100::numeric, 2::numeric, null::numeric, null::numeric), (1, 0, null, 2, 100), (1, null, null, 2, 100), (1, 0, null, 2, 100) $$,
    'gate: all hold, one is missed, one is not known');
select is(array(select points from fixture.gate('agent', '{null,null,0,0}', '{null,0.03,0,0}')), array[null, 0, 0, 0]::numeric[],
          'a miss is a miss, whatever else is not known');
select is(array(select points from fixture.gate('team', '{0.95,0.94,0.95,0.95}', '{0,0,0,0}')), array[0, 0, 100, 100]::numeric[],
          'one who misses, misses it for the team');
select is(array(select v.points from unnest(score.verdicts('gate', array[('ann', 'east'), ('bob', 'east'), ('cid', 'east')]::score.subject[], array[array[1, 0, 1]]::numeric[],
              '{"of": "team", "points": 100, "conditions": [{"at_least": 1}], "left_out": ["bob"]}')) as v), array[100, 0, 100]::numeric[],
          'who is left out misses it alone');
select is(array(select points from fixture.gate('team', '{0.95,null,null,0.95}', '{0,null,0,0}')), array[100, null, null, 100]::numeric[],
          'one of whom nothing is known, does not');
select is(array(select points from fixture.gate('shop', '{0.95,0.95,0.95,0.95}', '{0,0,0,0.03}')), array[0, 0, 0, 0]::numeric[],
          'one miss, 0 for everybody');
select is(array(select value from fixture.gate('shop', '{0.95,0.95,0.95,0.95}', '{0,0,0,0.03}')), array[1, 1, 1, 1]::numeric[],
          'so many conditions are left that hold');

-- Nobody.
select is(score.verdicts(r.rule, '{}', null, '{}'), '{}', r.rule || ' of nobody is nothing') from score.rule as r order by r.rule;

-- A thousand numbers from -50 to 150, more than any edge, each by every rule of one value.
create table fixture.rule (rule text, side integer, low numeric, high numeric, parameters jsonb);
insert into fixture.rule values
('bands', 1, 5, 100, '{"at_least": [{"value": 99, "points": 100}, {"value": 33.3, "points": 40}, {"value": 0, "points": 40}], "otherwise": 5}'),
('bands', -1, 10, 100, '{"at_most": [{"value": 30, "points": 100}, {"value": 40, "points": 60}], "otherwise": 10}'),
('linear', -1, 20, 100, '{"from": 30, "points": 100, "unit": 10, "loss": 5, "begun": true, "floor": 20, "cap": 100}'),
('linear', 1, 0, 100, '{"from": 17, "points": 33, "unit": 7, "gain": 3, "begun": true, "floor": 0, "cap": 100}'),
('linear', 1, 10, 80, '{"from": 0, "points": 20, "unit": 3, "gain": 2, "floor": 10, "cap": 80}'),
('ratio', 1, 0, 120, '{"times": 1.7, "cap": 120}'),
('deduct', -1, 10, 100, '{"full": 100, "per": 3, "floor": 10}'),
('mark', 1, 0, 100, '{"allowed": [100, 80, 60, 40, 0]}'),
('mark', 1, 20, 90, '{"range": {"from": 20, "to": 90}}');
create table fixture.said as
select r.ctid::text as id, r.rule, r.side, r.low, r.high, r.parameters, v.*
  from fixture.rule as r
 cross join lateral fixture.verdicts(r.rule, r.parameters, variadic array(select i / 5.0 from generate_series(-250, 750) as i)) as v;
select is((select count(*) from fixture.said), 9 * 1001::bigint, 'so many verdicts');
select is_empty('select * from fixture.said where points is null or points not between low and high', 'points are in their range');
select is_empty($$ select * from (select s.*, lag(points) over (partition by id order by side * value) as before from fixture.said as s) as s
                    where points < before $$, 'better is never worth less');
select is_empty('select * from fixture.said where (next_edge is null) <> (points = high) or (next_edge is null) <> (next_points is null)',
                'there is a next edge until there are no more points');
select is_empty('select * from fixture.said where side * (next_edge - value) <= 0 or next_points <= points or next_points > high',
                'which is better than the value, and gives more');
select is_empty($$ select s.*, fixture.points(s.rule, s.parameters, s.next_edge) as found from fixture.said as s
                    where s.next_edge is not null and fixture.points(s.rule, s.parameters, s.next_edge) <> array[s.next_points] $$,
                'namely what it promises');
select is_empty($$ select s.*, n.* from fixture.said as s join fixture.said as n on n.id = s.id and s.side * n.value < s.side * s.next_edge
                    and n.points > s.points and s.parameters ?| array['at_least', 'at_most', 'begun', 'per', 'allowed'] $$,
                'and nothing before it gives more');
select is_empty($$ select s.* from fixture.said as s where s.edge is not null
                    and (side * (value - edge) < 0 or fixture.points(s.rule, s.parameters, s.edge) <> array[s.points]) $$,
                'the edge is reached, and gives the points');

select * from finish();
rollback;
