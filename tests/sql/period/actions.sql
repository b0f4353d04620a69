-- The interview of scheme A: a self mark one grade or more away from the lead's.
begin;
\ir fixture.psql
select plan(3);

-- Grades: 特优 from 95, 优秀 from 85, 中等 from 70, 有待提高 from 50.
select fixture.month('2025-01-01', '{"an": 85, "bo": 85, "cui": 85, "ding": 85, "er": 85, "fu": 85}');
select fixture.mark('an', 'self', 100, '2025-01'), fixture.mark('an', 'lead', 80, '2025-01'),      -- 特优, 中等
       fixture.mark('bo', 'self', 80, '2025-01'), fixture.mark('bo', 'lead', 80, '2025-01'), fixture.mark('bo', 'manager', 40, '2025-01'),
       fixture.mark('cui', 'self', 84, '2025-01'), fixture.mark('cui', 'lead', 86, '2025-01'),     -- 中等, 优秀
       fixture.mark('ding', 'self', 100, '2025-01'), fixture.mark('ding', 'manager', 40, '2025-01'),
       fixture.mark('er', 'self', 84, '2025-01'), fixture.mark('er', 'lead', 70, '2025-01'), fixture.mark('er', 'hq', 0, '2025-01'),  -- both 中等
       fixture.mark('fu', 'self', 40, '2025-01'), fixture.mark('fu', 'lead', 100, '2025-01');      -- 急需提高, 特优
select fixture.close('2025-01-01');
select is((select string_agg(concat_ws(': ', a.agent, a.because), ', ' order by a.agent) from merit.action a where a.action = 'interview'),
          'an: self mark 100, lead 80, cui: self mark 84, lead 86, fu: self mark 40, lead 100',
          'one grade away in either direction; the manager''s and the head office''s marks are not compared, nor a missing one');
select is((select distinct a.due from merit.action a where a.action = 'interview'), '2025-02-25T00:00Z', 'due 14 days after the close');

-- A scheme may compare with another role.
select score.load(jsonb_set(fixture.document(), '{self_mark_gap,compared_with}', '"manager"'), '2025-02-01');
select fixture.month('2025-02-01', '{"an": 85, "bo": 85, "ding": 85}');
select fixture.mark('an', 'self', 100, '2025-02'), fixture.mark('an', 'lead', 80, '2025-02'),
       fixture.mark('bo', 'self', 80, '2025-02'), fixture.mark('bo', 'lead', 80, '2025-02'), fixture.mark('bo', 'manager', 40, '2025-02');
select fixture.close('2025-02-01');
select is((select string_agg(concat_ws(': ', a.agent, a.because), ', ' order by a.agent) from merit.action a
            where a.action = 'interview' and a.month = '2025-02-01'), 'bo: self mark 80, manager 40', 'the manager''s');

select * from finish();
rollback;
