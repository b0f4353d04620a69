-- settle.tickets_of: each line of the walk over a ticket's events, complaints and what is overdue.
begin;
\ir ../fixture.psql
select plan(58);

-- The ticket these events make, as of June; the ticket is forgotten afterwards.
create function pg_temp.ticket(columns text, variadic lines text[]) returns text language plpgsql as $$
declare answer text;
begin
    perform fixture.ticket('t', variadic lines);
    answer := fixture.rows(format('select %s from settle.tickets_of(array[''t''], ''2026-06-01'')', columns));
    delete from fact.ticket_event where ticket = 't';
    return answer;
end $$;
create function pg_temp.resolutions(variadic lines text[]) returns text language sql as $$
    select pg_temp.ticket('resolution_agents, resolution_days, resolution_ms, resolution_sla_met, resolution_reopened',
                          variadic lines)
$$;

select is((select count(*) from settle.tickets_of(array['none'], now())), 0::bigint, 'no event, no ticket');
select is((select count(*) from settle.tickets_of(null, now())), 0::bigint, 'nothing asked, nothing answered');

-- created: opened, owner; category and due of the earliest.
select is(pg_temp.ticket('created_day, category, agent, owners, resolution_agents, reply_agent, due, due_day, due_open, '
          'overdue, merged',
                         'created 2026-03-02 10:00'), '2026-03-02 null (unassigned) null null null null null null false false',
                             'opened by nobody');
select is(pg_temp.ticket('created_day, category, agent, owners', 'created 2026-03-02 10:00 agent=bob category=refund'),
          '2026-03-02 refund bob ["bob"]',
          'an owner may come with it');
select is(pg_temp.ticket('created_day, category, agent', 'created 2026-03-02 10:00 agent=bob category=a',
          'created 2026-03-01 10:00 category=b'),
          '2026-03-01 b bob', 'two created: the earliest says what it is, the later one may name the owner');
select is(pg_temp.resolutions('created 2026-03-02 10:00', 'created 2026-03-02 11:00', 'resolved 2026-03-02 12:00'),
          '["(unassigned)"] ["2026-03-02"] [7200000] [null] [false]', 'it was opened by the first');
select is(pg_temp.ticket('agent', 'created 2026-03-02 10:00 agent=bob', 'created 2026-03-02 11:00', 'resolved 2026-03-02 12:00'),
          'bob',
          'a created without an agent leaves the owner');

-- assigned
select is(pg_temp.ticket('agent, owners, owned_at[3]', 'created 2026-03-02 10:00 agent=bob', 'assigned 2026-03-02 11:00 agent=cat',
          'assigned 2026-03-02 12:00 agent=dan'),
          'dan ["bob","cat","dan"] 2026-03-02T12:00:00+00:00', 'the owner is whom it was assigned to last');

-- replied: the first one only
select is(pg_temp.ticket('reply_agent, reply_day, reply_ms', 'created 2026-03-02 23:00',
          'replied 2026-03-03 00:00:00.007 agent=cat', 'replied 2026-03-03 01:00 agent=bob'),
          'cat 2026-03-03 3600007', 'the first reply, from the creation, by its own day');
select is(pg_temp.ticket('reply_agent, reply_day, reply_ms', 'replied 2026-03-03 00:00 agent=cat'), 'cat 2026-03-03 null',
          'without created its time is unknown');
select is(pg_temp.ticket('reply_ms', 'created 2026-03-02 11:00', 'created 2026-03-02 10:00',
          'replied 2026-03-02 12:00 agent=cat'), '7200000', 'from the earliest created');
select is(pg_temp.ticket('agent, owners', 'created 2026-03-02 10:00', 'replied 2026-03-02 12:00 agent=cat'),
          '(unassigned) null', 'who replies does not own');

-- resolved or closed while not resolved
select is(pg_temp.resolutions('created 2026-03-02 10:00 agent=bob', 'resolved 2026-03-03 10:00:00.001 agent=cat sla_met=yes'),
          '["cat"] ["2026-03-03"] [86400001] [true] [false]', 'the agent given, on its day, since it was opened');
select is(pg_temp.resolutions('created 2026-03-02 10:00 agent=bob', 'resolved 2026-03-03 10:00'),
          '["bob"] ["2026-03-03"] [86400000] [null] [false]', 'else the owner');
select is(pg_temp.resolutions('created 2026-03-02 10:00', 'closed 2026-03-03 10:00 sla_met=no'),
          '["(unassigned)"] ["2026-03-03"] [86400000] [false] [false]',
          'else nobody; closed is as good');
select is(pg_temp.resolutions('resolved 2026-03-03 10:00 agent=cat'), '["cat"] ["2026-03-03"] [null] [null] [false]',
          'without created its time is unknown');
select is(pg_temp.resolutions('resolved 2026-03-03 10:00 agent=cat', 'created 2026-03-03 11:00', 'reopened 2026-03-03 12:00',
          'closed 2026-03-03 12:30'),
          '["cat","(unassigned)"] ["2026-03-03","2026-03-03"] [null,1800000] [null,null] [true,false]',
                    'so is one before it was opened');
select is(pg_temp.ticket('agent, owners', 'created 2026-03-02 10:00 agent=bob', 'resolved 2026-03-02 11:00 agent=cat',
          'assigned 2026-03-02 12:00 agent=dan'),
          'cat ["bob","dan"]', 'the last resolution''s agent counts, not the owner');
select is(pg_temp.ticket('agent, owners', 'created 2026-03-02 10:00', 'resolved 2026-03-02 11:00',
          'assigned 2026-03-02 12:00 agent=dan'),
          '(unassigned) ["dan"]', 'even if it is nobody''s');

-- resolved or closed while resolved: gives the SLA if there is none yet
select is(pg_temp.resolutions('created 2026-03-02 10:00', 'resolved 2026-03-02 11:00 agent=cat',
          'closed 2026-03-03 11:00 agent=bob sla_met=yes'),
          '["cat"] ["2026-03-02"] [3600000] [true] [false]', 'no second resolution, but its SLA');
select is(pg_temp.resolutions('created 2026-03-02 10:00', 'resolved 2026-03-02 11:00 sla_met=no',
          'closed 2026-03-03 11:00 sla_met=yes'),
          '["(unassigned)"] ["2026-03-02"] [3600000] [false] [false]', 'what it has stays');
select is(pg_temp.resolutions('created 2026-03-02 10:00', 'resolved 2026-03-02 11:00', 'closed 2026-03-02 12:00',
          'closed 2026-03-02 13:00 sla_met=no', 'closed 2026-03-02 14:00 sla_met=yes'),
          '["(unassigned)"] ["2026-03-02"] [3600000] [false] [false]', 'the first that gives one');

-- reopened while resolved, within 15 × 24 h
select is(pg_temp.resolutions('created 2026-03-02 10:00 agent=bob', 'resolved 2026-03-02 11:00', 'reopened 2026-03-17 11:00',
          'resolved 2026-03-17 11:30 agent=cat'),
          '["bob","cat"] ["2026-03-02","2026-03-17"] [3600000,1800000] [null,null] [true,false]',
              'the limit itself; then it runs from the reopening');
select is(pg_temp.resolutions('created 2026-03-02 10:00 agent=bob', 'resolved 2026-03-02 11:00',
          'reopened 2026-03-17 11:00:00.001', 'resolved 2026-03-17 11:30 agent=cat'),
          '["bob","cat"] ["2026-03-02","2026-03-17"] [3600000,1799999] [null,null] [false,false]',
              'a millisecond later it opens, but does not count');
select is(pg_temp.resolutions('created 2026-03-02 10:00', 'reopened 2026-03-02 10:30', 'resolved 2026-03-02 11:00',
          'reopened 2026-03-02 12:00', 'reopened 2026-03-02 13:00', 'resolved 2026-03-02 14:00'),
          '["(unassigned)","(unassigned)"] ["2026-03-02","2026-03-02"] [3600000,7200000] [null,null] [true,false]',
              'reopened while open says nothing');
update ref.rule_set set ticket_reopen_days = 0;
select is(pg_temp.ticket('resolution_reopened', 'resolved 2026-03-02 11:00', 'reopened 2026-03-02 11:00',
          'resolved 2026-03-02 12:00', 'reopened 2026-03-02 12:00:00.001'),
          '[true,false]', 'the limit is a rule');
update ref.rule_set set ticket_reopen_days = 15;

-- pended … resumed: taken off, as far as it lies after the opening. Resolving ends it.
create function pg_temp.hours(variadic lines text[]) returns text language sql as $$
    select pg_temp.ticket('(select array_agg(round(ms / 3600000.0, 3)) from unnest(resolution_ms) ms) as hours', variadic lines)
$$;
select is(pg_temp.hours('created 2026-03-02 10:00', 'pended 2026-03-02 11:00', 'resumed 2026-03-03 11:00', 'resolved 2026-03-03 12:00'),
          '[2.000]', '26 hours, 24 of which waited for the customer');
select is(pg_temp.hours('created 2026-03-02 10:00', 'pended 2026-03-02 11:00', 'resumed 2026-03-02 12:00', 'pended 2026-03-02 13:00',
          'resumed 2026-03-02 15:00', 'closed 2026-03-02 16:00'), '[3.000]', '6 hours without 1 and 2');
select is(pg_temp.hours('created 2026-03-02 10:00', 'pended 2026-03-02 11:00', 'pended 2026-03-02 12:00', 'resumed 2026-03-02 13:00',
          'resumed 2026-03-02 14:00', 'resolved 2026-03-02 15:00'), '[3.000]', 'pended twice, resumed twice: from the first to the first');
select is(pg_temp.hours('created 2026-03-02 10:00', 'pended 2026-03-02 11:00', 'resolved 2026-03-02 15:00', 'resumed 2026-03-02 16:00'),
          '[1.000]', 'resolved while it pends: from then on it does not');
select is(pg_temp.hours('created 2026-03-02 10:00', 'resolved 2026-03-02 11:00', 'pended 2026-03-02 12:00', 'reopened 2026-03-02 13:00',
          'resolved 2026-03-02 14:00'), '[1.000,1.000]', 'nothing pends that is resolved');
select is(pg_temp.hours('created 2026-03-02 10:00', 'pended 2026-03-02 11:00', 'resumed 2026-03-02 12:00', 'resolved 2026-03-02 13:00',
          'reopened 2026-03-03 10:00', 'pended 2026-03-03 11:00', 'resumed 2026-03-03 14:00', 'closed 2026-03-03 15:00'),
          '[2.000,2.000]', 'after a reopening only what it pended since');
select is(pg_temp.hours('pended 2026-03-02 09:00', 'created 2026-03-02 10:00', 'resumed 2026-03-02 11:00', 'resolved 2026-03-02 13:00'),
          '[2.000]', 'it pended before it was opened: 1 of the 3 hours after that is off');
select is(pg_temp.hours('pended 2026-03-02 08:00', 'resumed 2026-03-02 09:00', 'created 2026-03-02 10:00', 'resolved 2026-03-02 13:00'),
          '[3.000]', 'all of the pause before it was opened');
select is(pg_temp.hours('pended 2026-03-02 08:00', 'closed 2026-03-02 09:00', 'reopened 2026-03-02 10:00', 'created 2026-03-02 11:00',
          'closed 2026-03-02 13:00'), '[null,3.000]', 'and of one that a resolution before it ended');
select is(pg_temp.hours('created 2026-03-02 10:00', 'pended 2026-03-02 10:00', 'resumed 2026-03-02 12:00', 'resolved 2026-03-02 12:00'),
          '[0.000]', 'all of it');
select is(pg_temp.ticket('due_open, overdue', 'created 2026-03-02 10:00 due=2026-03-03T10:00Z', 'pended 2026-03-02 11:00'),
          '2026-03-03T10:00:00+00:00 true', 'a pause puts off no deadline');

-- What comes before created has no time.
select is(pg_temp.ticket('reply_agent, reply_ms', 'replied 2026-03-02 09:59:59.999 agent=cat', 'created 2026-03-02 10:00'), 'cat null',
          'a reply before it');
select is(pg_temp.ticket('reply_ms', 'created 2026-03-02 10:00', 'replied 2026-03-02 10:00 agent=cat'), '0', 'a reply at its moment took no time');
select is(pg_temp.hours('resolved 2026-03-02 09:00', 'reopened 2026-03-02 09:10', 'resolved 2026-03-02 09:20', 'created 2026-03-02 10:00'),
          '[null,null]', 'resolutions before it, though one was reopened');
select fixture.ticket('n1', 'replied 2026-03-02 09:00 agent=cat', 'created 2026-03-02 10:00');
select fixture.ticket('n2', 'resolved 2026-03-02 09:00 agent=cat', 'created 2026-03-02 10:00');
select fixture.ticket('n3', 'replied 2026-03-02 09:00 agent=cat', 'resolved 2026-03-02 10:00 agent=cat');
select fixture.settle();
select is(fixture.rows($$ select subject from merit.data_quality where "check" = 'negative_time' order by 1 $$), 'n1, n2',
          'they are listed; what was never created is not among them');
delete from fact.ticket_event; insert into ingest.dirty (tickets) values (array['n1', 'n2', 'n3']); select fixture.settle();

-- Event order: by time, rank, hash; whatever the order of arrival.
select is(pg_temp.resolutions('closed 2026-03-02 11:00 sla_met=yes', 'reopened 2026-03-02 11:00',
          'resolved 2026-03-02 11:00 agent=cat', 'created 2026-03-02 10:00', 'assigned 2026-03-02 10:00 agent=bob'),
          '["cat","bob"] ["2026-03-02","2026-03-02"] [3600000,0] [null,true] [true,false]',
              'at one time resolved, reopened, closed');

-- Due: given, else for complaints after 6 days; overdue when earlier than the first resolution, or than as_of.
select is(pg_temp.ticket('due, due_day, due_open, overdue', 'created 2026-03-02 10:00 category=complaint'),
          '2026-03-08T10:00:00+00:00 2026-03-08 2026-03-08T10:00:00+00:00 true', 'a complaint is due after six days');
select is(pg_temp.ticket('due, due_day, overdue', 'created 2026-03-02 10:00 category=complaint due=2026-03-03T10:00Z'),
          '2026-03-03T10:00:00+00:00 2026-03-03 true', 'unless it says when');
select is(pg_temp.ticket('due, overdue', 'created 2026-03-02 10:00 category=dispute'), 'null false',
          'nothing else is due by itself');
select is(pg_temp.ticket('overdue, due_open', 'created 2026-03-02 10:00 category=x due=2026-03-03T10:00Z',
          'resolved 2026-03-03 10:00'), 'false null', 'resolved at the due time is not overdue');
select is(pg_temp.ticket('overdue, due_open', 'created 2026-03-02 10:00 category=x due=2026-03-03T10:00Z',
          'resolved 2026-03-03 10:00:00.001'), 'true null', 'a millisecond later is');
select is(pg_temp.ticket('overdue', 'created 2026-03-02 10:00 category=x due=2026-03-03T10:00Z', 'closed 2026-03-03 09:00',
          'reopened 2026-03-03 09:30', 'closed 2026-03-09 09:00'),
          'false', 'the first resolution decides');
select is(pg_temp.ticket('due, overdue', 'created 2026-03-02 10:00',
          'created 2026-03-03 10:00 category=complaint due=2026-03-03T10:00Z'), 'null false', 'of the earliest created');
update ref.rule_set set ticket_complaint_days = 1;
select is(pg_temp.ticket('due', 'created 2026-03-02 10:00 category=complaint'), '2026-03-03T10:00:00+00:00', 'the days are a rule');
update ref.rule_set set ticket_complaint_days = 6;
select fixture.ticket('d', 'created 2026-03-02 10:00 due=2026-03-03T10:00Z agent=bob');
select is(fixture.rows($$ select (select overdue from settle.tickets_of(array['d'], a)) as o
                            from unnest(array['2026-03-03 10:00', '2026-03-03 10:00:00.001']::timestamptz[]) a $$),
          'false, true', 'open: overdue once as_of is later');
select is((select overdue from settle.tickets_of(array['d'], null)), false, 'without an as_of it is not');

-- Its lines: complaint and dispute by the day of creation, overdue by the day it was due.
select fixture.ticket('k', 'created 2026-03-02 10:00 category=complaint agent=bob', 'replied 2026-03-03 10:00 agent=cat',
                      'resolved 2026-03-09 10:00 agent=dan sla_met=yes', 'reopened 2026-03-10 10:00',
                      'closed 2026-03-11 10:00 agent=eve sla_met=no');
create function pg_temp.lines(ticket text) returns text language sql as $$
    delete from settled.ticket;
    insert into settled.ticket select * from settle.tickets_of(array[ticket], '2026-06-01');
    select fixture.rows($q$
        select k.agent, to_char(k.start, 'DD') as day, m.key, m.value
          from rollup.ticket_line k
         cross join jsonb_each_text(to_jsonb(k) - '{ticket,grain,start,agent}'::text[]) m
         where m.value <> '0'
         order by 2, 1, 3 $q$)
$$;
select is(pg_temp.lines('k'),
          'eve 02 complaints 1, cat 03 ticket_replies 1, cat 03 ticket_reply_ms 86400000, cat 03 ticket_reply_timed 1, '
              'eve 08 overdue 1, '
          'dan 09 reopens 1, dan 09 sla_given 1, dan 09 sla_met 1, dan 09 ticket_resolve_ms ' || 7 * 86400000
              || ', dan 09 ticket_resolve_timed 1, dan 09 tickets 1, '
          'eve 11 sla_given 1, eve 11 ticket_resolve_ms 86400000, eve 11 ticket_resolve_timed 1, eve 11 tickets 1',
              'each on its day, to its agent');
select fixture.ticket('x', 'replied 2026-03-03 10:00 agent=cat', 'resolved 2026-03-04 10:00 agent=dan');
select is(pg_temp.lines('x'), 'cat 03 ticket_replies 1, dan 04 tickets 1', 'without created they are counted, but not timed');
select fixture.ticket('y', 'created 2026-03-03 10:00 category=dispute');
select is(pg_temp.lines('y'), '(unassigned) 03 disputes 1', 'a dispute of nobody');
-- Merged into another one, whatever else is known of it.
select fixture.ticket('m', 'merged 2026-03-02 09:00 into=k', 'created 2026-03-02 10:00 category=complaint agent=bob',
                      'replied 2026-03-03 10:00 agent=cat', 'resolved 2026-03-09 10:00 agent=dan sla_met=yes');
select is(pg_temp.lines('m'), null, 'a merged ticket counts nowhere');
select is(fixture.rows($$ select subject from merit.data_quality where "check" = 'ticket_merged' $$), 'm', 'and is listed');
select is(fixture.rows($$ select agent, merged from settle.tickets_of(array['m'], '2026-06-01') $$), 'dan true',
          'whose it would be is known, for its surveys');

select * from finish();
rollback;
