-- A person's own result of a quarter: told to a receiver of its own, of a close and of a revision that changes it, and acknowledged.
begin;
\ir ../period/fixture.psql
\ir ../../../sql/roles/create.sql
\ir ../../../sql/roles/grant.sql
select plan(26);
set local merit.now = '2025-04-20T12:00:00Z';

-- an is also an2 (employee 7); bo is another person. February is revised later: bo's total changes, and an's does not.
do $$ begin perform fixture.staff('an', 'east', '7'), fixture.staff('an2', 'east', '7'), fixture.staff('bo', 'east', '8'), fixture.staff('cui', 'east', '9'); end $$;
select fixture.month('2025-01-01', '{"an": 100, "bo": 85, "an2": 70, "cui": 55}');
select fixture.month('2025-02-01', '{"an": 85, "bo": 70, "an2": 55, "cui": 55}');
select fixture.month('2025-03-01', '{"an": 70, "bo": 70, "an2": 70, "cui": 40}');
select period.close(m::date, as_of => m + interval '1 month 10 days', accept_warnings => true, anyway => true, reason => 'a test')
  from generate_series('2025-01-01'::date, '2025-03-01', '1 month') m;
select post.set_receivers('[{"receiver": "all", "kind": "file"}, {"receiver": "an", "kind": "file", "agent": "an"}, {"receiver": "bo", "kind": "file", "agent": "bo"}]');
select period.close_term('2025-Q1', accept_warnings => true);

create function fixture.told(of_revision integer) returns text language sql stable as $$
    select string_agg(o.receiver, ' ' order by o.receiver) from post.message m join post.outbox o on o.message = m.id where m.term = '2025-Q1' and m.revision = of_revision
$$;
create function fixture.own(for_agent text, of_revision integer) returns jsonb language sql stable as $$
    select post.own_content(m, for_agent) from post.message m where m.term = '2025-Q1' and m.revision = of_revision
$$;
select is(fixture.told(0), 'all an bo', 'a close is told to everybody with a result');
-- an: (100 + 85 + 70) / 3 = 85; an2: (70 + 55 + 70) / 3 = 65; bo: (85 + 70 + 70) / 3 = 75; cui: (55 + 55 + 40) / 3 = 50.
select is((select string_agg(concat_ws(' ', r ->> 'agent', r ->> 'rank', r ->> 'total'), ', ' order by r ->> 'agent') from jsonb_array_elements(fixture.own('an', 0) -> 'results') r),
          'an 1 85.00, an2 3 65.00', 'of all accounts of the person, and of nobody else');
select is((select string_agg(concat_ws(' ', i ->> 'indicator', i #>> '{name,en}', i ->> 'points', trim_scale(round((i ->> 'contribution')::numeric, 2))), ', ' order by n)
             from jsonb_array_elements(fixture.own('an', 0) #> '{results,0,indicators}') with ordinality x(i, n)),
          '2025-01 2025-01 100.00 33.33, 2025-02 2025-02 85.00 28.33, 2025-03 2025-03 70.00 23.33', 'with what each part gave');
select is(fixture.own('an', 0) ?| '{ranking,awards,rewards,difference}', false, 'no ranking');
select is(fixture.own('an', 0) -> 'money', '[]', 'and no money');
select alike(post.own_text(fixture.own('bo', 0), 'en', false, 4000), '%meritd acknowledge --period 2025-Q1%', 'how to acknowledge it');
select is((select e.event ->> 'type' || ' ' || (e.event ->> 'subject') from post.message m cross join lateral (select post.own_event(m.id, 'k', 'bo') as event) e where m.term = '2025-Q1'),
          'merit.result.posted 2025-Q1', 'an event of its own');

-- Who may acknowledge it.
create role fixture_an; create role fixture_bo; create role fixture_pay; create role fixture_ops;
grant merit_agent to fixture_an, fixture_bo;
grant merit_payroll to fixture_pay;
grant merit_operator to fixture_ops;
insert into ref.login (login, agent) values ('fixture_an', 'an'), ('fixture_bo', 'bo');
create function fixture.try(login text, query text) returns text language plpgsql as $$
declare answer text;
begin
    perform set_config('merit.now', '', true);  -- theirs is the clock
    execute format('set local role %I', login);
    execute query into answer;
    reset role;
    perform set_config('merit.now', '2025-04-20T12:00:00Z', true);
    return answer;
exception when others then
    reset role;
    return sqlstate || ' ' || sqlerrm;
end $$;
create function fixture.seen(login text) returns text language sql as $$
    select fixture.try(login, $q$ select string_agg(concat_ws(' ', a.agent, a.revision, case when a.acknowledged_at is null then 'waits' else 'done' end), ', ' order by a.agent)
                                    from merit.acknowledgement a where a.period = '2025-Q1' $q$)
$$;
select is(fixture.seen('fixture_an'), 'an 0 waits', 'an agent sees the own');
select is(fixture.seen('fixture_pay'), 'an 0 waits, an2 0 waits, bo 0 waits, cui 0 waits', 'payroll everybody''s');
select alike(fixture.seen('fixture_ops'), '42501%', 'operators nobody''s');
select is(fixture.try('fixture_an', $$ select concat_ws(' ', t ->> 'term', t ->> 'own', t ->> 'acknowledged_at') from jsonb_array_elements(web.person(null, '2025-03-01') -> 'terms') t $$), '2025-Q1 true', 'the page offers it');
select is(fixture.try('fixture_an', $$ select t ->> 'own' from jsonb_array_elements(web.person(null, '2025-04-01') -> 'terms') t $$), 'false', 'in a month of the quarter');
select is(fixture.try('fixture_an', $$ select period.acknowledge_term('2025-Q1') $$), '2', 'both accounts of the person');
select is(fixture.try('fixture_an', $$ select period.acknowledge_term('2025-Q1') $$), '0', 'once');
select is(fixture.seen('fixture_pay'), 'an 0 done, an2 0 done, bo 0 waits, cui 0 waits', 'is seen');
select is(fixture.try('fixture_an', $$ select t ->> 'acknowledged_at' is not null from jsonb_array_elements(web.person(null, '2025-03-01') -> 'terms') t $$), 'true', 'on the page, too');
select is((select string_agg(concat_ws(' ', coalesce(month::text, '-'), term, agent), ', ' order by agent) from period.acknowledgement), '- 2025-Q1 an, - 2025-Q1 an2', 'as it is kept');
select is(fixture.try(l, format('select period.acknowledge_term(%L)', t)), told, l || ' ' || t)
  from (values ('fixture_an', '2025-Q2', '55000 2025-Q2 is not closed'), ('fixture_an', '2025-01', '22023 "2025-01" is no quarter, half-year or year'),
               ('fixture_ops', '2025-Q1', '42501 permission denied for function acknowledge_term')) v(l, t, told);

-- A revision is told to whom it changes; what is changed is acknowledged anew.
select fixture.month('2025-02-01', '{"an": 85, "bo": 100, "an2": 55, "cui": 55}');
select period.revise('2025-02-01', 'late orders');
select period.revise_term('2025-Q1', 'its February');
-- bo: (85 + 100 + 70) / 3 = 85, and an was better in January: ranks stay.
select is(fixture.told(1), 'all bo', 'of a revision, to whom it changes');
select is((select concat_ws(' ', r ->> 'total_before', r ->> 'total', r ->> 'rank_before', r ->> 'rank') from jsonb_array_elements(fixture.own('bo', 1) -> 'results') r), '75.00 85.00 2 2', 'before and after');
select is(fixture.seen('fixture_pay'), 'an 0 done, an2 0 done, bo 1 waits, cui 0 waits', 'it waits for bo again');
select post.set_receivers('[{"receiver": "an3", "kind": "file", "agent": "an2"}, {"receiver": "bo3", "kind": "file", "agent": "bo"}]');
select is((select string_agg(q ->> 'key', ', ' order by q ->> 'key') from jsonb_array_elements(post.queue_term('2025-Q1')) q where q ->> 'key' ~ '3$'),
          'shop/2025-Q1/0/an3, shop/2025-Q1/1/bo3', 'who comes late is told what was last told of the person');
select is(fixture.try('fixture_an', $$ select count(*) from merit.acknowledgement where period = '2025-01' $$), '1', 'months are as before');
select period.record_appeals();
select is_empty('select * from pay.verify_ledger()', 'and the journal is whole');
select * from finish();
rollback;
