-- What an account does is the agent's whose it is, each fact by its own day; making and ending an alias names what it touches
-- (settle.name_account) and gives what would be there had it been known from the start.
begin;
\ir ../fixture.psql
select plan(33);

create function pg_temp.metrics(agent text, variadic names text[]) returns text language sql as $$
    select string_agg(coalesce(fixture.metric($1, n)::text, 'null'), ' ' order by place) from unnest(names) with ordinality u(n, place)
$$;
create function pg_temp.alias(account text, agent text, first_day date, last_day date default null) returns void language plpgsql as $$
begin
    perform ref.set_alias(account, agent, first_day, last_day);
    perform fixture.settle();
end $$;

-- Contacts: rounds, messages, both accounts with one customer on one day are one contact.
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:01 messages=2/1 intent=presale@10:00');
select fixture.chat('c2', 'ann', 'bob2 2026-03-02 answered=09:00>09:02 messages=1/3 unanswered=12:00 intent=aftersale@09:00');
select fixture.chat('c3', 'ann', 'bob2 2026-03-03 answered=09:00>09:03 messages=1/1');
select fixture.settle();
create temporary table plain as select fixture.settled() as rows;
select pg_temp.alias('bob2', 'bob', '2026-03-02', '2026-03-02');
select is(pg_temp.metrics('bob', 'received', 'answered_rounds', 'unanswered_rounds', 'customer_messages', 'agent_messages', 'response_seconds'),
          '1 2 1 3 4 90', 'one contact of both accounts');
select is(pg_temp.metrics('bob2', 'received', 'answered_rounds', 'customer_messages'), '1 1 1', 'the next day the account is its own');
select is((select string_agg(p.agent, ' ' order by p.conversation) from fact.unexcluded_part p)
          || ', ' || (select string_agg(p.agent, ' ' order by p.conversation) from fact.counted_part p),
          'bob bob2 bob2, bob bob bob2', 'parts of accounts, and of agents');
select is(pg_temp.metrics('bob', 'inquirers'), '0', 'its intent is that of the earliest message of both');
select is((select agent from fact.round where conversation = 'c2' and kind = 'answered') || ' ' || (select agent from fact.round where conversation = 'c3'),
          'bob bob2', 'rounds are shown under the agent');
select is(fixture.differences(), null, 'a fresh calculation agrees');
create temporary table alias as select fixture.settled() as rows;
select pg_temp.alias('bob2', 'bob2', '2026-03-01');
select is(fixture.settled(), rows, 'ended, it is as if it had never been') from plain;
select fixture.forget();
select pg_temp.alias('bob2', 'bob', '2026-03-02', '2026-03-02');
select fixture.chat('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:01 messages=2/1 intent=presale@10:00');
select fixture.chat('c2', 'ann', 'bob2 2026-03-02 answered=09:00>09:02 messages=1/3 unanswered=12:00 intent=aftersale@09:00');
select fixture.chat('c3', 'ann', 'bob2 2026-03-03 answered=09:00>09:03 messages=1/1');
select fixture.settle();
select is(fixture.settled(), rows, 'known first, it gives the same') from alias;

-- Who waits, and what only counts later.
select fixture.chat('c4', 'cid', 'bob2 2026-03-02 unanswered=10:00 messages=1/0 after=2026-03-03T10:00');
set local merit.now = '2026-03-03 09:00Z';
select is(fixture.rows('select agent, conversation from merit.waiting_now'), 'bob c4', 'the agent waits for nobody else');
set local merit.now = '2026-06-01Z';
select fixture.settle();
select is(pg_temp.metrics('bob', 'unanswered_rounds'), '2', 'and has the round when it goes unanswered');

-- Credit by a round: the day of its question, though it is answered on another day, and the order comes on a third.
select fixture.forget();
select ref.set_alias('bob2', 'bob2', '2000-01-01', null);
select fixture.chat('c1', 'ann', 'bob2 2026-03-02 messages=1/0', 'bob2 2026-03-03 carried=2026-03-02T23:00>2026-03-03T01:00 messages=0/1');
select fixture.order('o1', 'ann', 'created 2026-03-04 00:30 amount=100', 'paid 2026-03-04 00:40 amount=100');
select fixture.settle();
select is(pg_temp.metrics('bob2', 'sales'), '100', 'the account''s');
select pg_temp.alias('bob2', 'bob', '2026-03-03', '2026-03-04');
select is(pg_temp.metrics('bob2', 'sales', 'agent_messages') || ' ' || pg_temp.metrics('bob', 'agent_messages'), '100 0 1',
          'the answer is of the next day, the round is not');
select pg_temp.alias('bob2', 'cat', '2026-03-02', '2026-03-02');
select is(pg_temp.metrics('cat', 'sales', 'orderers', 'agent_messages'), '100 1 0', 'the agent''s of the question''s day');
select is(fixture.differences(), null, 'a fresh calculation agrees');

-- Ties are between agents; an explicit agent is who its account is on the day of creation; nobody assists itself.
select fixture.forget();
select ref.set_alias('bob2', 'bob2', '2000-01-01', null);
select ref.set_alias('zoe', 'ada', '2026-03-02', '2026-03-02');
select fixture.chat('c1', 'ann', 'zoe 2026-03-02 answered=10:00>10:01');
select fixture.chat('c2', 'ann', 'bob 2026-03-02 answered=10:00>10:01');
select fixture.order('o1', 'ann', 'created 2026-03-02 11:00 amount=7', 'paid 2026-03-02 12:00 amount=7');
select fixture.order('o2', 'cid', 'created 2026-03-02 11:00 amount=5', 'updated 2026-03-09 11:00 agent=zoe', 'paid 2026-03-09 12:00 amount=5');
select fixture.order('o3', 'cid', 'created 2026-03-03 11:00 amount=3 agent=zoe', 'paid 2026-03-03 11:00 amount=3');
select fixture.order('o4', 'cid', 'created 2026-03-02 11:00 amount=9 agent=zoe flagged=yes');
select fixture.settle();
select is(pg_temp.metrics('ada', 'sales') || ' ' || pg_temp.metrics('zoe', 'sales'), '12 3', 'the smallest agent; the day of creation');
select is(pg_temp.metrics('ada', 'abnormal_order_rate'), '0.33333333333333333333', 'flagged ones too');
select fixture.chat('c3', 'ann', 'zoe 2026-03-02 messages=0/1 agent_at=11:30..11:30', 'ada 2026-03-02 messages=0/1 agent_at=11:40..11:40',
                    'bob 2026-03-02 messages=0/1 agent_at=11:40..11:40');
select fixture.settle();
select is(pg_temp.metrics('ada', 'assisted') || ' ' || pg_temp.metrics('bob', 'assisted'), '0 7', 'who has the credit does not assist');
select pg_temp.alias('zoe', 'zoe', '2026-03-01');
select is(pg_temp.metrics('zoe', 'sales', 'abnormal_order_rate') || ' ' || pg_temp.metrics('bob', 'sales', 'assisted') || ' ' || pg_temp.metrics('ada', 'assisted'),
          '8 0.33333333333333333333 7 0 7', 'ended, orders go back, and their assists');
select is(fixture.differences(), null, 'a fresh calculation agrees');

-- Tickets: reply and resolution by their days, the owner by the number's; a survey by its own day, or the resolution's.
select fixture.forget();
select fixture.ticket('t1', 'created 2026-03-02 10:00 agent=zoe category=complaint due=2026-03-04T10:00Z', 'replied 2026-03-03 10:00 agent=zoe');
select fixture.ticket('t2', 'created 2026-03-02 10:00 category=dispute', 'resolved 2026-03-03 10:00 agent=zoe', 'reopened 2026-03-04 10:00', 'resolved 2026-03-05 10:00');
select fixture.ticket('t3', 'created 2026-03-02 10:00 agent=zoe', 'closed 2026-03-04 10:00');
select fixture.survey(1, '2026-03-03 12:00', 5, 5, 'ticket', 't1');
select fixture.survey(2, '2026-03-06 12:00', 5, 5, 'ticket', 't1');
select fixture.survey(3, '2026-03-04 12:00', 5, 5, 'ticket', 't2');
select fixture.survey(4, '2026-03-03 12:00', 1, 5, 'ticket', 't3');
select fixture.settle();
create temporary table tickets as select fixture.settled() as rows;
select pg_temp.alias('zoe', 'ada', '2026-03-03', '2026-03-03');
select is(pg_temp.metrics('zoe', 'complaints', 'overdue', 'ticket_replies', 'tickets', 'surveys'), '1 1 0 1 1', 'what is of other days');
select is(pg_temp.metrics('ada', 'complaints', 'ticket_replies', 'tickets', 'reopens', 'surveys', 'csat'), '0 1 1 1 3 66.66666666666666666667', 'what is of this one');
select pg_temp.alias('zoe', 'cat', '2026-03-04', '2026-03-04');
select is(pg_temp.metrics('cat', 'overdue', 'complaints', 'tickets') || ' ' || pg_temp.metrics('zoe', 'complaints', 'overdue', 'surveys'), '1 0 1 1 0 1',
          'overdue is of the day it was due; nothing hides the owner''s own name');
select pg_temp.alias('zoe', 'eve', '2026-03-02', '2026-03-02');
select is(pg_temp.metrics('eve', 'complaints', 'overdue'), '1 0', 'a complaint of the day of its creation');
select is(fixture.differences(), null, 'a fresh calculation agrees');
select pg_temp.alias('zoe', 'zoe', '2026-01-01');
select is(fixture.settled(), rows, 'ended, everything goes back') from tickets;

-- A survey of a conversation: the day on which its speaker spoke, not its own.
select fixture.forget();
select fixture.chat('c1', 'ann', 'zoe 2026-03-02 answered=10:00>10:01', 'last zoe');
update fact.conversation set last_agent_at = '2026-03-02 10:01Z';
select fixture.survey(1, '2026-03-09 10:00', 5, 5, 'conversation', 'c1');
select fixture.survey(2, '2026-03-09 10:00', 5, 5, null, null, 'zoe');
select fixture.settle();
select pg_temp.alias('zoe', 'ada', '2026-03-02', '2026-03-02');
select is(pg_temp.metrics('ada', 'surveys') || ' ' || pg_temp.metrics('zoe', 'surveys'), '1 1', 'the speaker''s day, and the survey''s where it names the agent');
select pg_temp.alias('zoe', 'cat', '2026-03-09', '2026-03-09');
select is(pg_temp.metrics('ada', 'surveys') || ' ' || pg_temp.metrics('cat', 'surveys'), '1 1', 'each by its own');

-- Marks and targets by their period's last day, tallies by theirs. None of them is settled.
select fixture.forget();
select fixture.write(
    marks => array[row(1, '2026-03-05Z', 'zoe', 'zeal', '2026-03', 'kim', 'lead', 90, 100), row(2, '2026-03-04Z', 'ada', 'zeal', '2026-03', 'kim', 'lead', 50, 100),
                   row(3, '2026-03-04Z', 'ada', 'zeal', '2026-03', 'lou', 'lead', 70, 100)]::ingest.mark_row[],
    tallies => array[row(4, '2026-03-30Z', '2026-03-30', 'zoe', 'late', 2), row(5, '2026-03-31Z', '2026-03-31', 'zoe', 'late', 3)]::ingest.tally_row[],
    targets => array[row(6, '2026-03-01Z', 'zoe', '2026-03', 'sales', 10), row(7, '2026-03-02Z', 'ada', '2026-03', 'sales', 40)]::ingest.target_row[]);
select fixture.order('o1', 'cid', 'created 2026-03-02 11:00 amount=20 agent=ada', 'paid 2026-03-02 11:00 amount=20');
select fixture.settle();
select ref.set_alias('zoe', 'ada', '2026-03-31', '2026-03-31');
select is(pg_temp.metrics('ada', 'mark:zeal', 'tally:late', 'target_completion') || ' ' || pg_temp.metrics('zoe', 'tally:late', 'mark:zeal', 'target_completion'),
          '80 3 0.5 2 null null', 'the rater''s last mark of either account; the last target; the day''s tally');
select is((select count(*) from fact.present where agent = 'zoe' and grain = 'month'), 1::bigint, 'by a tally of another day the account is still there');
select ok(not exists (select from merit.agent_month_metric where agent = 'zoe' and metric = 'mark:zeal'), 'and has no mark');
select ref.set_alias('zoe', 'zoe', '2026-03-31', '2026-03-31');
select is(pg_temp.metrics('ada', 'mark:zeal', 'target_completion') || ' ' || pg_temp.metrics('zoe', 'mark:zeal', 'tally:late', 'target_completion'), '60 0.5 90 5 0',
          'each its own again');

-- What is named when an alias begins: what the account did on those days, and nothing else.
select fixture.forget();
select fixture.chat('c1', 'ann', 'zoe 2026-03-02 answered=10:00>10:01');
select fixture.chat('c2', 'cid', 'zoe 2026-03-03 answered=10:00>10:01');
select fixture.chat('c3', 'dan', 'bob 2026-03-02 answered=10:00>10:01');
select fixture.order('o1', 'eli', 'created 2026-03-02 11:00 amount=20 agent=zoe');
select fixture.order('o2', 'eli', 'created 2026-03-03 11:00 amount=20 agent=zoe');
select fixture.order('o3', 'eli', 'created 2026-03-02 11:00 amount=20 agent=bob');
select fixture.settle();
select ref.set_alias('zoe', 'bob', '2026-03-02', '2026-03-02');
select is(fixture.rows('select customers, days, orders from ingest.dirty order by id'),
          format('["%s"] ["2026-03-02"] null, null null ["o1"]', fixture.customer('ann')), 'what the account did on these days');
select fixture.settle();
select ref.set_alias('zoe', 'zoe', '2026-03-01', '2026-03-31');
select is(fixture.rows('select customers, days, orders from ingest.dirty order by id'),
          format('["%s"] ["2026-03-02"] null, null null ["o1"]', fixture.customer('ann')), 'and when it ends, not what the agent did itself');

select * from finish();
rollback;
