-- Who is ranked: days, role, status, joiners and leavers; months, and versions of a scheme.
begin;
\ir fixture.psql
select plan(20);
select score.load(fixture.document());

create function fixture.barred(agent text, month date default '2026-10-01') returns text language sql stable as $$
    select coalesce(s.barred, 'ranked') from score.standing($2, 'shop-service', 1, array[$1]) as s
$$;
create function fixture.member(agent text, days integer default 20) returns void language sql as $$
    select fixture.agent($1, '{"reply_rate": 0.98}', $2);
$$;

-- Days.
select fixture.member('ten', 10), fixture.member('nine', 9);
select is(array[fixture.barred('ten'), fixture.barred('nine')], array['ranked', 'days'], 'ten days with a customer are enough, nine are not');
insert into rollup.agent_day (agent, day, measure, value) values
('nine', '2026-09-30', 'received', 5), ('nine', '2026-11-01', 'received', 5), ('nine', '2026-10-31', 'replied', 5);
select is(fixture.barred('nine'), 'days', 'days of other months, and days without a received customer, do not count');
insert into rollup.agent_day (agent, day, measure, value) values ('nine', '2026-10-31', 'received', 1);
select is(fixture.barred('nine'), 'ranked', 'the month''s last day counts');

-- Staff records.
select fixture.member(a) from unnest(string_to_array('none lead dispatch probation left leaving joiner first old later', ' ')) as a;
select fixture.staff('lead', role => 'lead'), fixture.staff('dispatch', role => 'dispatch'),
       fixture.staff('probation', status => 'probation'), fixture.staff('left', status => 'left'),
       fixture.staff('leaving', status => 'regular', "left" => '2026-10-31'),
       fixture.staff('joiner', joined => '2026-10-02'), fixture.staff('first', joined => '2026-10-01'),
       fixture.staff('old', role => 'agent', status => 'regular', "left" => '2026-11-01');
select results_eq(
    $$ select a, fixture.barred(a) from unnest(array['none', 'lead', 'dispatch', 'probation', 'left', 'leaving',
                                                     'joiner', 'first', 'old']) as a $$,
    $$ values ('none', 'ranked'), ('lead', 'role'), ('dispatch', 'role'), ('probation', 'status'), ('left', 'leaver'),
              ('leaving', 'leaver'), ('joiner', 'joiner'), ('first', 'ranked'), ('old', 'ranked') $$,
    'what bars whom; an agent without a record is a regular agent');
select results_eq(
    $$ select s.agent, ref.say(s.why, 'en') from score.standing('2026-10-01', 'shop-service', 1,
           array['none', 'lead', 'dispatch', 'probation', 'left', 'leaving', 'joiner']) as s order by s.agent $$,
    $$ values ('dispatch', 'role dispatch is not ranked'), ('joiner', 'joined on 2026-10-02, after the month began'),
              ('lead', 'role lead is not ranked'), ('leaving', 'left on 2026-10-31'), ('left', 'has left'), ('none', null),
              ('probation', 'status probation is not ranked') $$,
    'why, in words');
select fixture.member('three', 3);
select is((select string_agg(concat_ws(' ', agent, total, grade, rank, barred, why), ', ' order by agent) from merit.score where agent in ('three', 'dispatch')),
    'dispatch 100.00 role role dispatch is not ranked, three 100.00 days 3 days with customers, 10 needed', 'a score without a rank has no grade, and says why');
delete from fixture.metric where agent = 'three'; delete from rollup.agent_day where agent = 'three'; delete from rollup.agent_month where agent = 'three';
select is((select count(*) from merit.score where total is not null), 12::bigint, 'everybody is scored');
select results_eq(
    $$ select agent from merit.score where rank is null order by agent $$,
    $$ values ('dispatch' collate "C"), ('joiner'), ('lead'), ('leaving'), ('left'), ('probation') $$,
    'the barred have no rank');

-- Who left in August and is back is ranked in the first whole month.
select fixture.member(a) from unnest(array['back', 'again']) a;
select fixture.staff(a, status => 'left', "left" => '2026-08-31', day => '2026-08-31') from unnest(array['back', 'again']) a;
select fixture.staff('back', status => 'regular', joined => '2026-10-01', day => '2026-10-01'), fixture.staff('again', joined => '2026-10-02', day => '2026-10-02');
select is(array[fixture.barred('back'), fixture.barred('again'), fixture.barred('back', '2026-09-01'), fixture.barred('again', '2026-09-01')],
          array['ranked', 'joiner', 'leaver', 'leaver'], 'a leaver until the agent joins again, then a joiner as any other');

-- The record in force on the month's last day, or today while the month runs.
select fixture.staff('later', status => 'probation', day => '2026-10-31');
select is(fixture.barred('later'), 'status', 'a record of the month''s last day is in force');
select fixture.staff('later', status => 'regular', day => '2026-11-01');
select is(fixture.barred('later'), 'status', 'one of the next month''s first day is not');
select set_config('merit.now', '2026-10-30T23:59:59Z', true);
select is(fixture.barred('later'), 'ranked', 'while the month runs, today''s record is in force');
select set_config('merit.now', '2026-10-31T00:00:00Z', true);
select is(fixture.barred('later'), 'status', 'from the business day it is effective');
select set_config('merit.now', '2026-11-15T12:00:00Z', true);

-- Months and versions.
select fixture.agent('ten', '{"reply_rate": 0.95}', month => '2026-11-01');
select fixture.agent('ten', '{"reply_rate": 0.95}', month => '2024-02-01');
select results_eq(
    $$ select month, total from merit.score where agent = 'ten' order by month $$,
    $$ values ('2024-02-01'::date, 80.00), ('2026-10-01', 100.00), ('2026-11-01', 80.00) $$,
    'every month with anything in it has scores');
create function fixture.with_points(points integer) returns jsonb language sql stable as $$
    select jsonb_set(fixture.document(), '{indicators,4,parameters,at_least,1,points}', to_jsonb($1))
$$;
select is(score.load(fixture.with_points(70), '2026-10-15'), 2, 'another document is another version');
select results_eq(
    $$ select month, total from merit.score where agent = 'ten' order by month $$,
    $$ values ('2024-02-01'::date, 80.00), ('2026-10-01', 100.00), ('2026-11-01', 70.00) $$,
    'in force from its month on, and in no earlier one');
select is(score.load(fixture.with_points(75)), 3, 'a correction of the first months');
select results_eq(
    $$ select month, total from merit.score where agent = 'ten' order by month $$,
    $$ values ('2024-02-01'::date, 75.00), ('2026-10-01', 100.00), ('2026-11-01', 70.00) $$,
    'replaces the version of the same first month, and leaves later ones alone');
select score.load(jsonb_set(fixture.document(), '{scheme}', '"other"'), '2026-11-01');
select results_eq(
    $$ select month, scheme, rank from merit.score where agent = 'ten' order by 1, 2 $$,
    $$ values ('2024-02-01'::date, 'shop-service' collate "C", 1), ('2026-10-01', 'shop-service', 1),
              ('2026-11-01', 'other', 1), ('2026-11-01', 'shop-service', 1) $$,
    'several schemes score side by side');
select is_empty($$ select from merit.score where month = '2026-12-01' $$, 'a month with nothing in it has no scores');

select * from finish();
rollback;
