-- Ranking, ties, grades and caps.
begin;
\ir fixture.psql
select plan(29);
select score.load(fixture.document());

-- An agent of that total, in that team: completion alone is scored, so its points are the total.
create function fixture.scored(agent text, points integer, team text default null) returns void language sql as $$
    select fixture.agent($1, jsonb_build_object('target_completion',
        case $2 when 100 then 1.00 when 85 then 0.90 when 70 then 0.80 when 55 then 0.70 when 40 then 0.60 end));
    select fixture.staff($1, $3);
$$;
create function fixture.empty() returns void language sql as $$
    delete from fixture.metric; delete from fact.agent_event; delete from rollup.agent_day; delete from rollup.agent_month;
$$;
create function fixture.grades() returns text language sql stable as $$
    select string_agg(s.agent || ':' || s.grade, ' ' order by s.agent) from merit.score as s where s.month = '2026-10-01'
$$;

-- Ties are broken by the indicators in order, the better raw value first, whatever the points.
select fixture.agent('a', '{"target_completion": 0.91, "response_seconds": 20}');
select fixture.agent('b', '{"target_completion": 0.95, "response_seconds": 29}');
select fixture.agent('c', '{"target_completion": 0.91, "response_seconds": 19}');
select is((select count(distinct total) from merit.score), 1::bigint, 'three equal totals');
select is(fixture.ranking(), 'b:1 c:2 a:3', 'the first indicator that differs decides; fewer seconds are better');

select fixture.agent('d', '{"target_completion": 0.91, "response_seconds": 19}');
select is(fixture.ranking(), 'b:1 c:2 d:2 a:4', 'a tie through all of them shares the rank, and the next is skipped');
select fixture.agent('e', '{"target_completion": 1.5, "response_seconds": 20}');
select is(fixture.ranking(), 'e:1 b:2 c:3 d:3 a:5', 'the total comes first');

select fixture.empty();
select fixture.agent('a', '{"reply_rate": 0.98}');
select fixture.agent('b', '{"target_completion": 1.0}');
select fixture.agent('c', '{"inquiry_conversion": 0.5, "order_success": null}');
select is(fixture.ranking(), 'b:1 c:2 a:3', 'NULL is worse than any value');

-- Totals are compared as they are shown.
select fixture.empty();
select score.load(jsonb_set(jsonb_set(fixture.document() - 'weights_add_to', '{indicators,0,weight}', '0.0001'),
                            '{indicators,1,weight}', '99.9999'), '2026-11-01');
select fixture.agent('a', '{"target_completion": 0.91, "inquiry_conversion": 0.60}', month => '2026-11-01');
select fixture.agent('b', '{"target_completion": 1.00, "inquiry_conversion": 0.50}', month => '2026-11-01');
select fixture.agent('c', '{"target_completion": 0.92, "inquiry_conversion": 0.50}', month => '2026-11-01');
select is(string_agg(total::text, ' ' order by agent), '100.00 100.00 100.00', 'totals that differ in the fifth decimal are equal')
from merit.score where month = '2026-11-01';
select set_config('merit.now', '2026-12-15T12:00:00Z', true);
select is(fixture.ranking('2026-11-01'), 'b:1 c:2 a:3', 'and the first indicator decides between them');
select set_config('merit.now', '2026-11-15T12:00:00Z', true);
delete from score.grade where version = 2; delete from score.indicator where version = 2; delete from score.scheme where version = 2;

-- Grades by threshold, caps off.
select fixture.empty();
create table fixture.uncapped as
select jsonb_set(jsonb_set(fixture.document(), '{grades,0,cap,active}', 'false'), '{grades,1,cap,active}', 'false') as document;
select score.load(document) from fixture.uncapped;
select fixture.scored('a', 100), fixture.scored('b', 85), fixture.scored('c', 70), fixture.scored('d', 55), fixture.scored('e', 40);
select is(fixture.grades(), 'a:特优 b:优秀 c:中等 d:有待提高 e:急需提高', 'grades by threshold, 85 and 70 being in the better one');

-- Caps: floor(10 %) and floor(15 %) of the ranked agents of a team. Of 20, two and three.
select score.load(fixture.document(), '2026-02-01');
select fixture.empty();
select count(fixture.scored('a' || to_char(i, 'FM00'), case when i <= 1 then 100 when i <= 4 then 85 else 70 end, 'east'))
from generate_series(1, 20) as i;
select results_eq(
    $$ select grade, count(*) from merit.score group by grade order by 2 $$,
    $$ values ('特优', 1::bigint), ('优秀', 3), ('中等', 16) $$,
    'within the caps nothing changes');

select fixture.empty();
-- 20 agents of 100 points, told apart by their completion.
select count(fixture.agent('a' || to_char(i, 'FM00'), jsonb_build_object('target_completion', 2 - i / 100.0))),
       count(fixture.staff('a' || to_char(i, 'FM00'), 'east'))
from generate_series(1, 20) as i;
select results_eq(
    $$ select grade, count(*), min(rank), max(rank) from merit.score group by grade order by 3 $$,
    $$ values ('特优', 2::bigint, 1, 2), ('优秀', 3, 3, 5), ('中等', 15, 6, 20) $$,
    'who falls over a cap gets the next grade, by rank');
select count(fixture.agent('b' || i, jsonb_build_object('target_completion', 3 - i / 100.0))),
       count(fixture.staff('b' || i, 'west'))
from generate_series(1, 9) as i;
select results_eq(
    $$ select grade, count(*) from merit.score where agent like 'b%' group by grade order by 2 $$,
    $$ values ('优秀', 1::bigint), ('中等', 8) $$,
    'each team has its own caps; of nine 10 % is nobody, 15 % is one');
select results_eq(
    $$ select grade, count(*) from merit.score where agent like 'a%' group by grade order by 2 $$,
    $$ values ('特优', 2::bigint), ('优秀', 3), ('中等', 15) $$,
    'better agents of another team take no place');

-- Who is not ranked has no grade and takes no place.
select fixture.staff('a01', status => 'probation', day => '2026-01-02');
select results_eq(
    $$ select agent, grade, rank is null from merit.score where agent in ('a01', 'a02', 'a03') order by agent $$,
    $$ values ('a01' collate "C", null, true), ('a02', '特优', false), ('a03', '优秀', false) $$,
    'an unranked agent has no grade and takes no place; of the 19 that are left one is 特优');

-- Why: 95 and 85 reached in a team of six, where 10 % and 15 % are nobody, beside an unranked 100. Of ten, one is 特优 and
-- one 优秀.
select fixture.empty();
create function fixture.why(agent text) returns text language sql stable as $$
    select concat_ws(' | ', s.total, s.grade, s.reached, s.barred, s.why) from merit.score as s where s.agent = $1
$$;
select count(fixture.scored('c' || i, case when i = 1 then 100 when i = 2 then 85 else 70 end, 'north')) from generate_series(1, 6) as i;
select fixture.agent('p', '{"target_completion": 1}'), fixture.staff('p', 'north', status => 'probation');
select is(array[fixture.why('c1'), fixture.why('c2'), fixture.why('c3'), fixture.why('p')],
    array['100.00 | 中等 | 特优 | 95 reached; 10 % of a team of 6 is no place', '85.00 | 中等 | 优秀 | 85 reached; 15 % of a team of 6 is no place',
          '70.00 | 中等 | 中等', '100.00 | status | status probation is not ranked'],
    'each says which threshold the total reached, and why that is not the grade; who has no rank has no grade');
select count(fixture.agent('d' || to_char(i, 'FM00'), jsonb_build_object('target_completion', 2 - i / 100.0))),
       count(fixture.staff('d' || to_char(i, 'FM00'), 'south'))
from generate_series(1, 10) as i;
select is(array[fixture.why('d01'), fixture.why('d02'), fixture.why('d03')],
    array['100.00 | 特优 | 特优', '100.00 | 优秀 | 特优 | 95 reached; 10 % of a team of 10 is one place, which is taken',
          '100.00 | 中等 | 特优 | 95 reached; 10 % of a team of 10 is one place, which is taken'],
    'a place that another has');
select is(ref.say(score.cap_reason(85.50, 3, null, taken, size, null, share), 'en'), said, said)
  from (values (3, 20, null, '85.5 reached; all 3 places in a team of 20 are taken'), (3, 20, 0.15, '85.5 reached; 15 % of a team of 20 are 3 places, all taken'),
               (3, 5, 0.1, '85.5 reached; all 3 places in a team of 5 are taken'),  -- three at least, whatever the share is
               (1, 31, 0.125, '85.5 reached; 12.5 % of a team of 31 leave 2 places, too few for a shared rank')) v(taken, size, share, said);

-- Shared ranks share the grade.
select fixture.empty();
select count(fixture.scored('a' || to_char(i, 'FM00'), case when i <= 3 then 100 else 70 end)) from generate_series(1, 20) as i;
select results_eq(
    $$ select grade, count(*) from merit.score group by grade order by 2 $$,
    $$ values ('优秀', 3::bigint), ('中等', 17) $$,
    'three share rank 1 where two may be 特优: all three are 优秀; agents without a team are one group');
select is(fixture.why('a01'), '100.00 | 优秀 | 特优 | 95 reached; 10 % of a team of 20 leave 2 places, too few for a shared rank', 'and say so');
select is_empty($$ select from merit.score where (why is null) <> (rank is not null and grade = reached)
                      or (grade is null) <> (rank is null) or (reached is null) <> (rank is null) $$,
    'why stands where a rank or the grade reached is missing, and nowhere else');
select is(score.capped('{1,1,1,2}', '{1,1,3,4}', '{1,2,null}', '{}', '{0,0,0}'), '{2,2,3,3}', 'nobody is graded better than somebody above');
select is(score.capped('{1,1,3}', '{1,2,3}', '{1,0,null}', '{}', '{0,0,0}'), '{1,3,3}', 'who falls over one cap may fall over the next');
select is(score.capped('{}', '{}', '{1,null}', '{}', '{0,0}'), '{}', 'no agent, no grade');
select score.load(jsonb_set(fixture.document(), '{caps,places_at_least}', '1'), '2026-03-01');
select fixture.empty();
select fixture.scored('a', 100), fixture.scored('b', 85), fixture.scored('c', 85);
select is(fixture.grades(), 'a:特优 b:中等 c:中等', 'places_at_least opens places in small teams; b and c share rank 2');

-- What was agreed to weigh nothing breaks no tie.
select is(string_agg(r.agent || ':' || r.rank, ' ' order by r.agent), 'a:1 b:1 c:1 d:4', 'an indicator that weighs 0 breaks no tie')
  from score.ranked(array(select row(v.agent, i, 'i' || i, case i when 1 then v.first else v.second end, 50, case i when 1 then 100 else v.weight end, 'higher', null, null, null, null, null, null,
                                     case i when 1 then 100 else v.weight end)::score.point
                            from (values ('a', 5, 9, 0), ('b', 5, 7, 0), ('c', 5, null, 10), ('d', 4, 9, 0)) as v(agent, first, second, weight) cross join generate_series(1, 2) as i),
                    array(select row(a, null, null, null, null)::score.person from unnest('{a,b,c,d}'::text[]) a), false) r;

-- Ranking inside teams.
select score.load(jsonb_set(fixture.document(), '{ranking,scope}', '"team"'), '2026-04-01');
select fixture.empty();
select fixture.scored('a', 100, 'east'), fixture.scored('b', 85, 'east'), fixture.scored('c', 70, 'west'), fixture.scored('d', 55);
select is(fixture.ranking(), 'a:1 c:1 d:1 b:2', 'scope team ranks each team by itself');
select is((select distinct scope from merit.score), 'team', 'and says so');

select * from finish();
rollback;
