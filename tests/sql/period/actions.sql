-- The interview of scheme A: a self mark one grade or more away from the lead's; what revisions of its month do to an action.
begin;
\ir fixture.psql
select plan(8);

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

-- Of an indicator that by agreement weighs nothing no marks are compared.
select score.load(fixture.document() || '{"agreed": [{"agents": ["an"], "from": "2025-02", "until": "2025-12", "weights": {"target_completion": 100}, "by": "lin", "on": "2025-02-01"}]}', '2025-02-01');
select fixture.mark('bo', 'lead', 60, '2025-02'), period.revise('2025-02-01', 'agreed late', schemes_in_force => true) ->> 'done';
select is((select string_agg(concat_ws(': ', a.agent, a.because), ', ' order by a.agent) from merit.action a
            where a.action = 'interview' and a.month = '2025-02-01' and a.state = 'open'), 'bo: self mark 80, lead 60', 'an''s self mark of 100 beside 80 is nothing to talk about');

-- The last two ranks of three get a plan, due in 7 days.     bo                 cui
--   as closed                                                rank 2, to 04-18   rank 3, waived by a person whose note looks like a revision's
--   revision 1, in June                                      first: waived      rank 3: stays waived
--   revision 2, on July 1                                    rank 3, to 07-08   rank 2: stays waived
--   revision 3, on July 10                                   rank 2, to 07-08   rank 3: stays waived
create function fixture.plans() returns text language sql stable as $$
    select string_agg(concat_ws(' ', a.agent, a.because, to_char(a.due, 'MM-DD'), a.state, '(' || a.note || ')'), ', ' order by a.agent)
      from merit.action a where a.month = '2025-03-01' and a.action = 'improvement_plan' and a.agent <> 'an'
$$;
select fixture.month('2025-03-01', '{"an": 100, "bo": 85, "cui": 70}');
select fixture.close('2025-03-01');
select period.action_set(a.id, 'waived', 'revision 1') from merit.action a where a.month = '2025-03-01' and a.agent = 'cui';
select fixture.month('2025-03-01', '{"an": 85, "bo": 100, "cui": 70}');
select period.revise('2025-03-01', 'late orders');
select is(fixture.plans(), 'bo rank 2 04-18 waived (revision 1), cui rank 3 04-18 waived (revision 1)', 'bo''s by the revision, cui''s by a person');
set local merit.now = '2026-07-01T12:00:00Z';
select fixture.month('2025-03-01', '{"an": 100, "bo": 70, "cui": 85}');
select period.revise('2025-03-01', 'they were another''s');
select is(fixture.plans(), 'bo rank 3 07-08 open (revision 2), cui rank 3 04-18 waived (revision 1)', 'what opens again is due anew, for what was found now; a person''s word stays');
set local merit.now = '2026-07-10T12:00:00Z';
select fixture.month('2025-03-01', '{"an": 100, "bo": 85, "cui": 70}');
select period.revise('2025-03-01', 'as it was');
select is(fixture.plans(), 'bo rank 2 07-08 open (revision 3), cui rank 3 04-18 waived (revision 1)', 'what stays open has new words, and its time');

-- A person's note stands as it was written, even when it is a key of ref.words.
select period.action_set(a.id, 'waived', 'statement.total') from merit.action a where a.month = '2025-03-01' and a.agent = 'bo';
select is((select a.note from merit.action a where a.month = '2025-03-01' and a.agent = 'bo'), 'statement.total', 'not translated');

select * from finish();
rollback;
