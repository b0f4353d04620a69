-- Every edge of scheme A: on it the better band, a hair to the worse side of it the next one.
begin;
\ir fixture.psql
select plan(5);
select score.load(fixture.document());

-- The published table, best band first. sign: 1 where more is better, -1 where less is.
create table fixture.band (metric text, sign integer, edge numeric, points numeric);
insert into fixture.band values
('target_completion', 1, 1.00, 100), ('target_completion', 1, 0.90, 85), ('target_completion', 1, 0.80, 70),
('target_completion', 1, 0.70, 55), ('target_completion', 1, 0.60, 40), ('target_completion', 1, 0.50, 25),
('target_completion', 1, 0.40, 10),
('inquiry_conversion', 1, 0.50, 100), ('inquiry_conversion', 1, 0.45, 80), ('inquiry_conversion', 1, 0.40, 60),
('order_success', 1, 0.95, 100), ('order_success', 1, 0.90, 80), ('order_success', 1, 0.85, 60),
('unit_price', 1, 220, 100), ('unit_price', 1, 200, 80), ('unit_price', 1, 180, 60),
('reply_rate', 1, 0.98, 100), ('reply_rate', 1, 0.95, 80), ('reply_rate', 1, 0.92, 60),
('response_seconds', -1, 30, 100), ('response_seconds', -1, 40, 80), ('response_seconds', -1, 50, 60),
('assisted', 1, 20000, 100), ('assisted', 1, 17000, 80), ('assisted', 1, 14000, 60);

-- One agent per case: at the edge, a hair better, a hair worse (the next band's points, 0 behind the last).
create table fixture.edge as
select format('%s %s %s', b.metric, b.edge, c.shift) as agent, b.metric, b.edge + b.sign * c.shift as value,
       case when c.shift >= 0 then b.points
            else coalesce(lead(b.points) over (partition by b.metric, c.shift order by b.sign * b.edge desc), 0) end as points
from fixture.band as b cross join (values (0), (0.0000000001), (-0.0000000001)) as c (shift);
select count(fixture.agent(e.agent, jsonb_build_object(e.metric, e.value))) from fixture.edge as e;

select is((select count(*) from fixture.edge), (7 + 6 * 3) * 3::bigint, 'every band of the scheme has three cases');
select results_eq(
    $$ select i.agent, i.indicator, i.value, i.points from merit.score_indicator as i
       join fixture.edge as e on e.agent = i.agent and e.metric = i.indicator order by 1, 2 $$,
    $$ select agent collate "C", metric collate "C", value, points from fixture.edge order by 1, 2 $$,
    'points on, above and below every edge');

\set three '{"at_least": [{"value": 0.95, "points": 5}, {"value": 0, "points": 3}], "otherwise": 1}'
select is(fixture.points('bands', :'three', -1e30, 0, 0.5, 0.9499999999999999, 1e30), array[1, 3, 3, 3, 5]::numeric[],
          'at_least: far below, on and between edges, far above');
select is(fixture.points('bands', :'three', null), array[null]::numeric[], 'no value, no points');
select is(fixture.points('bands', '{"at_most": [{"value": 40, "points": 80}], "otherwise": 0}', 10, null, 41),
          array[80, null, 0]::numeric[], 'many numbers at once keep their order, NULL stays NULL');

select * from finish();
rollback;
