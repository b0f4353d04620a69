-- merit.explain and what it is made of: the rounds and orders behind an agent's month.
begin;
\ir ../fixture.psql
\ir ../../../sql/roles/create.sql
\ir ../../../sql/roles/grant.sql
select plan(33);

select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:01,11:00>11:05 unanswered=12:00 messages=4/2',
                    'cat 2026-03-02 handed_over=13:00 messages=1/0');
select fixture.chat('c2', 'cid', 'bob 2026-03-31 answered=09:00>09:00:30 handed_over=10:00 messages=2/1',
                    'bob 2026-04-01 answered=09:00>09:10 messages=1/1');
select fixture.chat('c3', 'dan', 'bob 2026-03-05 unanswered=12:00 messages=1/0 after=2026-07-01T00:00');
select fixture.order('o1', 'ann', 'created 2026-03-02 12:00 amount=100', 'paid 2026-03-02 12:30 amount=100');
select fixture.order('o2', 'ann', 'created 2026-03-03 09:00 amount=20', 'paid 2026-04-02 10:00 amount=20');
select fixture.order('o3', 'cid', 'created 2026-03-31 12:00 amount=7', 'paid 2026-04-01 10:00 amount=7',
                     'refunded 2026-04-03 10:00 amount=3');
select fixture.order('o4', 'cid', 'created 2026-03-31 12:00 amount=9 flagged=yes', 'paid 2026-03-31 13:00 amount=9');
select fixture.order('o5', 'eve', 'created 2026-03-31 12:00 amount=11');
select fixture.settle('2026-06-01');

-- Rounds: the month's only, the agent's only, the longest waits first; what the present decides is not there yet.
create function pg_temp.rounds(agent text, month date, most integer) returns text language sql as $$
    select string_agg(format('%s %s %s', kind, conversation, coalesce(trim_scale(wait_seconds)::text, '-')), ', ' order by place)
      from merit.explain_rounds(agent, month, most) with ordinality as r(kind, day, conversation, asked_at, answered_at,
                                                                         elapsed_seconds, wait_seconds, place)
$$;
select is(pg_temp.rounds('bob', '2026-03-01', 20),
          format('unanswered c1 -, answered c1 %s, answered c1 %s, answered c2 30, handed_over c2 -', 5 * 60, 60),
          'unanswered, then the longest waits, then handed over');
select is(pg_temp.rounds('bob', '2026-03-01', 1), 'unanswered c1 -, answered c1 300, handed_over c2 -', 'so many of each kind');
select is(pg_temp.rounds('bob', '2026-04-01', 20), 'answered c2 600', 'another month has its own');
select is(pg_temp.rounds('cat', '2026-03-01', 20), 'handed_over c1 -', 'another agent has theirs');
select is(pg_temp.rounds('nobody', '2026-03-01', 20), null, 'nobody has none');
select is((select count(*) from merit.explain_rounds('bob', '2026-03-01', 100) where kind = 'unanswered'),
          (select value::bigint from merit.agent_month_metric
            where agent = 'bob' and month = '2026-03-01' and metric = 'unanswered_rounds'), 'as many as the metric says');

-- Each round as the rules and the service hours have it, in every list, and as the metrics count it.
select fixture.chat('c4', 'fay', 'gil 2026-03-06 answered=09:00>09:01 unanswered=10:00 trailing=11:00,16:00 handed_over=12:00');
create function pg_temp.kinds() returns text language sql as $$
    select format('%s / %s / %s %s %s', (select string_agg(kind, ' ') from merit.explain_rounds('gil', '2026-03-01', 20)),
                  (select string_agg(kind, ' ' order by asked_at) from merit.own_rounds('2026-03-01') where agent = 'gil'),
                  fixture.metric('gil', 'unanswered_rounds'), fixture.metric('gil', 'trailing_rounds'), fixture.metric('gil', 'suspended_rounds'))
$$;
select fixture.settle('2026-06-01');
select is(pg_temp.kinds(), 'unanswered unanswered unanswered answered handed_over / answered unanswered unanswered handed_over unanswered / 3 2 0',
          'trailing rounds are unanswered');
update ref.rule_set set round_trailing = 'ignore'; select fixture.rebuild('2026-03-01', '2026-04-01');
select is(pg_temp.kinds(), 'unanswered answered handed_over trailing trailing / answered unanswered trailing handed_over trailing / 1 2 0',
          'unless a rule leaves them out');
insert into ref.rule_set (effective, round_trailing) values ('2026-04-01', 'count');
select is(pg_temp.kinds(), 'unanswered answered handed_over trailing trailing / answered unanswered trailing handed_over trailing / 1 2 0',
          'by the rules of their own day, not the last ones');
delete from ref.rule_set where effective = '2026-04-01';
select ref.load_hours('{"suspended": [{"from": "2026-03-06T15:00:00Z", "until": "2026-03-06T17:00:00Z"}]}', '2000-01-01');
select fixture.settle('2026-06-01');
select is(pg_temp.kinds(), 'unanswered answered handed_over suspended trailing / answered unanswered trailing handed_over suspended / 1 1 1',
          'or what was asked then is suspended');
update ref.rule_set set round_trailing = 'count'; select fixture.rebuild('2026-03-01', '2026-04-01');
select is(pg_temp.kinds(), 'unanswered unanswered answered handed_over suspended / answered unanswered unanswered handed_over suspended / 2 1 1',
          'whatever the rule');

-- Orders: created or paid for in the month, credited to the agent, not flagged.
create function pg_temp.orders(agent text, month date, most integer default 20) returns text language sql as $$
    select string_agg(format('%s %s/%s', order_id, trim_scale(paid_in_month), trim_scale(refunded_in_month)), ', ' order by place)
      from merit.explain_orders(agent, month, most) with ordinality as o(order_id, created_at, amount, paid_at, in_time_paid,
                                                                         paid_in_month, refunded_in_month, assists, place)
$$;
select is(pg_temp.orders('bob', '2026-03-01'), 'o1 100/0, o2 0/0, o3 0/0', 'created in the month, or paid for');
select is(pg_temp.orders('bob', '2026-04-01'), 'o2 20/0, o3 7/3', 'payments of the month, and what was refunded of them');
select is(pg_temp.orders('(silent)', '2026-03-01'), 'o5 0/0', 'nobody''s');
select is(pg_temp.orders('bob', '2026-03-01', 1), 'o1 100/0', 'at most so many');
select is((select sum(paid_in_month) from merit.explain_orders('bob', '2026-04-01', 100)),
          (select value from merit.agent_month_metric
            where agent = 'bob' and month = '2026-04-01' and metric = 'sales'), 'as much as the metric says');

-- All of it as one document.
select is(merit.explain('bob', '2026-03-01', null, 20) - array['scores', 'evidence', 'indicators'],
          jsonb_build_object('agent', 'bob', 'month', '2026-03', 'kept_from', null,
              'rounds', (select jsonb_agg(r) from merit.explain_rounds('bob', '2026-03-01', 20) r),
              'orders', (select jsonb_agg(o) from merit.explain_orders('bob', '2026-03-01', 20) o)), 'the same lists');
select is(jsonb_array_length(merit.explain('bob', '2026-03-01', null, 20) -> 'indicators'),
          (select count(*)::integer from merit.score_indicator where month = '2026-03-01' and agent = 'bob'), 'every indicator');
select is(merit.explain('bob', '2026-03-01', 'no-such-scheme', 20) -> 'scores', '[]', 'a scheme can be chosen');

-- Agents see themselves, leads their teams, by the same functions; of who helped them, likewise.
create role fixture_bob; create role fixture_lea; create role fixture_nobody;
grant merit_agent to fixture_bob, fixture_nobody; grant merit_lead to fixture_lea;
insert into ref.login values ('fixture_bob', 'bob'), ('fixture_lea', 'lea');
insert into fact.agent_event (agent, hash, at, day, name, team, lead)
select s.agent, row_number() over (), '2020-01-01', '2020-01-01', initcap(s.agent), s.team, s.lead
  from (values ('bob', 'east', 'lea'), ('cat', 'west', null)) s (agent, team, lead);
update settled.orders set assists = '{cat}' where order_id = 'o1';

create function fixture.as(role_name text, query text) returns text language plpgsql as $$
declare
    answer text;
begin
    execute format('set local role %I', role_name);
    execute query into answer;
    execute 'reset role';
    return answer;
end $$;
create function fixture.explain(agent text) returns text language sql as $$
    select format('select merit.explain(%L, ''2026-03-01'', null, 20)', $1)
$$;
create table fixture.whole as
select a.agent, merit.explain(a.agent, '2026-03-01', null, 20) as explained from (values ('bob'), ('cat')) a (agent);
select is((select explained #> '{orders,0,assists}' from fixture.whole where agent = 'bob'), '["cat"]', 'who helped');
select is(fixture.as(r, fixture.explain('bob'))::jsonb,
          (select jsonb_set(explained, '{orders,0,assists}', '[]') from fixture.whole where agent = 'bob'),
          r || ' sees all of bob''s, but not who helped')
  from unnest(array['fixture_bob', 'fixture_lea']) r;
select is(fixture.as(r, fixture.explain('cat'))::jsonb,
          '{"agent": "cat", "month": "2026-03", "kept_from": null, "orders": [], "rounds": [], "scores": [], "evidence": [], "indicators": []}', r || ' sees nothing of cat''s')
  from unnest(array['fixture_bob', 'fixture_lea', 'fixture_nobody']) r;
select is(fixture.as(r, 'select string_agg(agent || '' '' || team, '', '' order by agent) from merit.seen_staff(''2026-03-01'')'), seen,
          r || ' sees of the staff')
  from (values ('fixture_bob', 'bob east'), ('fixture_lea', 'bob east'), ('fixture_nobody', null), ('meritd_close', 'bob east, cat west')) v (r, seen);
select is(fixture.as('meritd_close', fixture.explain(w.agent))::jsonb, w.explained, 'the closing role sees all of ' || w.agent || '''s')
  from fixture.whole w;
select is(fixture.as('meritd_close', 'select string_agg(distinct agent, '' '' order by agent) from ' || own),
          fixture.as('meritd_close', 'select string_agg(distinct agent, '' '' order by agent) from ' || everybody), 'and everybody in ' || own)
  from (values ('merit.own_score', 'merit.score'), ('merit.own_metric', 'merit.agent_month_metric')) v (own, everybody);

select * from finish();
rollback;
