-- Reviews that a metric of the month asks for: of whom, by when, and what becomes of them.
begin;
\ir fixture.psql
select plan(11);

create function fixture.problem(reviews jsonb) returns text language sql stable as $$
    select string_agg(c.path || ': ' || c.problem, ' | ' order by c.path, c.problem) from score.check(fixture.document() || jsonb_build_object('reviews', $1)) c
$$;
select is(fixture.problem(d), p, 'reviews ' || d::text)
  from (values ('[{"action": "complaint_review", "metric": "tickets", "least": 1, "due": 10}, {"action": "late_review", "metric": "tally:late", "least": 0.5, "due": 28}]'::jsonb, null),
               ('[]', '$.reviews: needs at least 1'),
               ('[{"action": "a", "metric": "tickts", "least": 1, "due": 10}, {"action": "a", "metric": "tickets", "least": 1, "due": 10}]',
                '$.reviews[0].metric: must be a metric of docs/metrics.md, mark:<indicator> or tally:<kind>; is "tickts"; did you mean tickets? | $.reviews[1].action: must be unique; a stands above already'),
               ('[{"action": "coaching", "metric": "tickets", "least": 1, "due": 10}]', '$.reviews[0].action: must be none that the month''s end asks for by itself; is coaching')) as v(d, p);

select score.load((fixture.document() - '{streaks,improvement_plan,self_mark_gap}'::text[])
                  || '{"reviews": [{"action": "complaint_review", "metric": "tickets", "least": 2, "due": 10}]}', '2025-05-01');
create function fixture.tickets(agent text, tickets numeric) returns void language sql as $$
    insert into fixture.metric (agent, month, metric, value) values ($1, '2025-05-01', 'tickets', $2)
$$;
create function fixture.reviews(wanted text) returns text language sql stable as $$
    select string_agg(concat_ws(' ', a.agent, a.because, to_char(a.due, 'MM-DD HH24:MI'), a.note), ', ' order by a.agent)
      from merit.action a where a.action = 'complaint_review' and a.state = $1
$$;
select fixture.month('2025-05-01', '{"an": 100, "bo": 85, "cui": 70}'), fixture.tickets('an', 1), fixture.tickets('bo', 2), fixture.tickets('cui', 30);
select fixture.close('2025-05-01');
select is(fixture.reviews('open'), 'bo tickets 2 06-11 00:00, cui tickets 30 06-11 00:00', 'of whom it is at least that; by the end of the 10th');
select is((select string_agg(a.agent, ' ' order by a.agent) from merit.action a where a.action = 'complaint_review' and a.overdue), 'bo cui', 'and then they are overdue');
set local merit.now = '2025-06-10T23:59:59Z';
select is((select count(*) from merit.action a where a.action = 'complaint_review' and a.overdue), 0::bigint, 'on the 10th they are not');
set local merit.now = '2026-06-15T12:00:00Z';

-- A revision waives what its metrics no longer ask for.
select fixture.month('2025-05-01', '{"an": 85, "bo": 100, "cui": 70}'), fixture.tickets('an', 2), fixture.tickets('bo', 1), fixture.tickets('cui', 31);
select period.revise('2025-05-01', 'tickets that came late');
select is(fixture.reviews('open'), 'an tickets 2 06-11 00:00, cui tickets 31 06-11 00:00 revision 1', 'of others now');
select is((select string_agg(a.agent || ' ' || a.note, ', ') from merit.action a where a.action = 'complaint_review' and a.state = 'waived'), 'bo revision 1', 'and no longer of bo');
select is_empty('select month::text, problem from period.verify()', 'all of it follows');
select is((select count(*) from pay.verify_journal()), 0::bigint, 'and is in the journal');

select * from finish();
rollback;
