-- The interview of scheme A: a self mark one grade or more away from the lead's; what revisions of its month do to an action.
begin;
\ir fixture.psql
select plan(24);

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

-- Nothing but the step before asks for a step.
select fixture.mark('bo', 'self', 100, '2025-03'), fixture.mark('bo', 'manager', 40, '2025-03');
select period.action_set(a.id, 'done') from merit.action a where a.month = '2025-03-01' and a.agent = 'bo';
select is((select string_agg(a.action, ' ') from merit.action a where a.month = '2025-03-01' and a.agent = 'bo'), 'improvement_plan', 'marks that came late ask by a revision');

-- Interview, the self mark again, a second review: the next step once one is done and the marks still differ.
create function fixture.steps(agent text) returns text language sql stable as $$
    select string_agg(concat_ws(' ', a.action, to_char(a.due, 'MM-DD'), a.state, a.because), ', ' order by a.id)
      from merit.action a where a.month = '2025-05-01' and a.agent = $1
$$;
create function fixture.set(agent text, action text, state text default 'done') returns void language sql as $$
    select period.action_set(a.id, state, 'talked') from period.action a where a.month = '2025-05-01' and (a.agent, a.action) = ($1, $2)
$$;
create function fixture.again(agent text, score numeric) returns void language sql as $$
    insert into fact.mark (hash, at, agent, indicator, period, rater, role, score, scale)
    values (nextval('fixture.hash'), merit.now(), $1, 'execution', '2025-05', 'self', 'self', $2, 100)
$$;
select score.load((fixture.document() - '{streaks,improvement_plan}'::text[]) || '{"streaks": []}', '2025-05-01');
select fixture.month('2025-05-01', '{"an": 85, "bo": 85, "cui": 85, "ding": 85}');
select fixture.mark(a, 'self', 100, '2025-05'), fixture.mark(a, 'lead', 80, '2025-05') from unnest('{an,bo,cui,ding}'::text[]) a;
select set_config('merit.now', '2025-06-10T00:00:00Z', true);
select period.close('2025-05-01', accept_warnings => true);
select is(fixture.steps('an'), 'interview 06-24 open self mark 100, lead 80', 'an interview');
select set_config('merit.now', '2025-06-12T00:00:00Z', true);
select fixture.set('an', 'interview'), fixture.set('cui', 'interview', 'waived');
select is(fixture.steps('an'), 'interview 06-24 done self mark 100, lead 80, self_mark_again 06-26 open self mark 100, lead 80', 'then the self mark again, 14 days later');
select is(fixture.steps('cui'), 'interview 06-24 waived self mark 100, lead 80', 'not after an interview that was waived');
select throws_ok($$ select fixture.set('an', 'self_mark_again') $$, '55000', 'an has given no self mark again for 2025-05', 'which is done by marking');
select fixture.set('an', 'interview', 'open'), fixture.set('an', 'interview');
select is(fixture.steps('an'), 'interview 06-24 done self mark 100, lead 80, self_mark_again 06-26 open self mark 100, lead 80', 'it is asked for once');
select set_config('merit.now', '2025-06-13T00:00:00Z', true);
select fixture.again('an', 96), fixture.again('bo', 84);
select fixture.set('an', 'self_mark_again');
select is(split_part(fixture.steps('an'), ', ', 5), 'second_review_by_manager 06-27 open self mark 96', 'still a grade apart: the manager');
select fixture.set('an', 'second_review_by_manager');
select is((select string_agg(state, ' ') from merit.action where month = '2025-05-01' and agent = 'an'), 'done done done', 'who is the last');
select fixture.set('bo', 'interview');
select is(fixture.steps('bo'), 'interview 06-24 done self mark 100, lead 80', '84 and 80 are one grade: marked anew before the interview was done, nothing follows');
select is_empty('select * from pay.verify_journal()', 'all of it is in the journal');

-- Revisions: what is no longer a grade apart is waived, and asked for again when it is; what was done stays.
select fixture.set('ding', 'interview');
select fixture.again('ding', 80), fixture.again('cui', 80);
select set_config('merit.now', '2025-06-20T00:00:00Z', true);
select fixture.month('2025-05-01', '{"an": 100, "bo": 85, "cui": 85, "ding": 85}');
select period.revise('2025-05-01', 'late orders');
select is(fixture.steps('ding'), 'interview 06-24 done self mark 100, lead 80, self_mark_again 06-27 waived self mark 100, lead 80', 'a step that was open');
select is((select string_agg(state, ' ' order by id) from merit.action where month = '2025-05-01' and agent = 'an'), 'done done done', 'not one that was done');
select set_config('merit.now', '2025-06-21T00:00:00Z', true);
select fixture.again('ding', 100);
select fixture.month('2025-05-01', '{"an": 85, "bo": 85, "cui": 85, "ding": 85}');
select period.revise('2025-05-01', 'they were another''s');
select is(fixture.steps('ding'), 'interview 06-24 done self mark 100, lead 80, self_mark_again 07-05 open self mark 100, lead 80', 'and again, due anew');
select fixture.set('ding', 'self_mark_again');
select is(split_part(fixture.steps('ding'), ', ', 5), 'second_review_by_manager 07-05 open self mark 100', 'the mark since the close is the one that was asked for');
select is((select count(*) from merit.action where month = '2025-05-01' and agent in ('bo', 'cui')), 2::bigint, 'nothing else came about');
select is_empty('select * from pay.verify_journal()', 'all of it is in the journal');

select * from finish();
rollback;
