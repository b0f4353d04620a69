-- ingest.write, events of orders, tickets and surveys: a set; of two records of one event the smaller one stays, whatever
-- the order; dirty is exactly what changed. Invariants 3 and 6.
begin;
\ir ../fixture.psql
select plan(54);

create function pg_temp.dirty() returns text language plpgsql as $$
declare answer text;
begin
    answer := fixture.rows($q$ select array_to_string(d.orders, '+') as o, array_to_string(d.tickets, '+') as t,
                                      array_to_string(d.surveys, '+') as s from ingest.dirty d order by id $q$);
    delete from ingest.dirty;
    return answer;
end $$;

-- Pairs of rows that are one event; the first is the smaller: by time, then rank of the type, then content.
create temporary table pair (what text, smaller text, larger text);
insert into pair values
('order by time',     '(o,5,paid,"2026-03-02 10:00Z",2026-03-02,,900,z,9,t,)',
 '(o,5,created,"2026-03-02 10:00:00.001Z",2026-03-02,,1,a,1,f,)'),
('order by rank',     '(o,5,created,"2026-03-02 10:00Z",2026-03-02,,900,z,9,t,)',
 '(o,5,paid,"2026-03-02 10:00Z",2026-03-02,,1,a,1,f,)'),
('order by rank 2',   '(o,5,paid,"2026-03-02 10:00Z",2026-03-02,,900,,,f,)',
 '(o,5,refunded,"2026-03-02 10:00Z",2026-03-02,,1,,,f,)'),
('order by rank 3',   '(o,5,refunded,"2026-03-02 10:00Z",2026-03-02,,900,,,f,)',
 '(o,5,cancelled,"2026-03-02 10:00Z",2026-03-02,,0,,,f,)'),
('order by amount',   '(o,5,created,"2026-03-02 10:00Z",2026-03-02,,900,z,9,t,)',
 '(o,5,created,"2026-03-02 10:00Z",2026-03-02,,1000,a,1,f,)'),
('order by agent',    '(o,5,created,"2026-03-02 10:00Z",2026-03-02,,900,B,9,t,)',
 '(o,5,created,"2026-03-02 10:00Z",2026-03-02,,900,a,1,f,)'),
('order by no agent', '(o,5,created,"2026-03-02 10:00Z",2026-03-02,,900,a,9,t,)',
 '(o,5,created,"2026-03-02 10:00Z",2026-03-02,,900,,1,f,)'),
('order by items',    '(o,5,created,"2026-03-02 10:00Z",2026-03-02,,900,a,9,t,)',
 '(o,5,created,"2026-03-02 10:00Z",2026-03-02,,900,a,10,f,)'),
('order by flag',     '(o,5,created,"2026-03-02 10:00Z",2026-03-02,,900,a,9,f,)',
 '(o,5,created,"2026-03-02 10:00Z",2026-03-02,,900,a,9,t,)'),
('order by rank 4',   '(o,5,updated,"2026-03-02 10:00Z",2026-03-02,,,z,,t,)',
 '(o,5,paid,"2026-03-02 10:00Z",2026-03-02,,1,a,1,f,)'),
('order by stated',   '(o,5,updated,"2026-03-02 10:00Z",2026-03-02,,900,z,,t,)',
 '(o,5,updated,"2026-03-02 10:00Z",2026-03-02,,,a,,f,)'),
('order by due',      '(o,5,updated,"2026-03-02 10:00Z",2026-03-02,,900,a,,,"2026-03-09 10:00Z")',
 '(o,5,updated,"2026-03-02 10:00Z",2026-03-02,,900,a,,,"2026-03-10 10:00Z")'),
('ticket by time',    '(t,5,closed,"2026-03-02 10:00Z",2026-03-02,,z,,,,,,,)',
 '(t,5,created,"2026-03-02 10:00:01Z",2026-03-02,,a,,,,,,,)'),
('ticket by rank',    '(t,5,resolved,"2026-03-02 10:00Z",2026-03-02,,z,,,,,,,)',
 '(t,5,reopened,"2026-03-02 10:00Z",2026-03-02,,a,,,,,,,)'),
('ticket by agent',   '(t,5,closed,"2026-03-02 10:00Z",2026-03-02,,a,z,,,,,t,)',
 '(t,5,closed,"2026-03-02 10:00Z",2026-03-02,,b,a,,,,,f,)'),
('ticket by sla',     '(t,5,closed,"2026-03-02 10:00Z",2026-03-02,,a,,,,,,f,)',
 '(t,5,closed,"2026-03-02 10:00Z",2026-03-02,,a,,,,,,t,)'),
('ticket by rank 2',  '(t,5,pended,"2026-03-02 10:00Z",2026-03-02,,,,,,,,,)',
 '(t,5,resumed,"2026-03-02 10:00Z",2026-03-02,,,,,,,,,)'),
('ticket by rank 3',  '(t,5,closed,"2026-03-02 10:00Z",2026-03-02,,z,,,,,,,)',
 '(t,5,merged,"2026-03-02 10:00Z",2026-03-02,,,,,,,,,a)'),
('ticket by into',    '(t,5,merged,"2026-03-02 10:00Z",2026-03-02,,,,,,,,,a)',
 '(t,5,merged,"2026-03-02 10:00Z",2026-03-02,,,,,,,,,b)'),
('survey by time',    '(5,"2026-03-02 10:00Z",2026-03-02,order,o,,,,5,5,)',
 '(5,"2026-03-02 10:01Z",2026-03-02,conversation,a,,,,1,5,)'),
('survey by subject', '(5,"2026-03-02 10:00Z",2026-03-02,conversation,z,,,,5,5,)',
 '(5,"2026-03-02 10:00Z",2026-03-02,order,a,,,,1,5,)'),
('survey by rating',  '(5,"2026-03-02 10:00Z",2026-03-02,,,a,,d,4,9,)',             '(5,"2026-03-02 10:00Z",2026-03-02,,,a,,d,5,5,)'),
('survey by id',      '(5,"2026-03-02 10:00Z",2026-03-02,,,a,,d,4,9,B)',          '(5,"2026-03-02 10:00Z",2026-03-02,,,a,,d,4,9,a)');

-- Writes rows of one kind in one batch.
create function pg_temp.send(what text, variadic sent text[]) returns void language plpgsql as $$
begin
    case split_part(what, ' ', 1)
    when 'order' then perform fixture.write(order_events => sent::ingest.order_event_row[]);
    when 'ticket' then perform fixture.write(ticket_events => sent::ingest.ticket_event_row[]);
    when 'survey' then perform fixture.write(surveys => sent::ingest.survey_row[]);
    when 'agent' then perform fixture.write(agents => sent::ingest.agent_row[]);
    end case;
end $$;
-- Everything stored, then nothing is.
create function pg_temp.stored() returns text language plpgsql as $$
declare answer text;
begin
    select string_agg(e::text, ' ') into answer
      from (select e::text from fact.order_event e union all select t::text from fact.ticket_event t
            union all select s::text from fact.survey s) e;
    delete from fact.order_event; delete from fact.ticket_event; delete from fact.survey;
    return answer;
end $$;
create function pg_temp.stored_after(what text, variadic batches text[]) returns text language plpgsql as $$
declare batch text;
begin
    foreach batch in array batches loop
        perform pg_temp.send(what, variadic string_to_array(batch, '|'));
    end loop;
    return pg_temp.stored();
end $$;
select is(array[pg_temp.stored_after(p.what, p.smaller, p.larger), pg_temp.stored_after(p.what, p.larger, p.smaller),
                pg_temp.stored_after(p.what, p.smaller || '|' || p.larger), pg_temp.stored_after(p.what,
                    p.larger || '|' || p.smaller)],
          array_fill(pg_temp.stored_after(p.what, p.smaller), array[4]),
          p.what || ': the smaller stays, in both orders and in one batch')
  from pair p;
select isnt(pg_temp.stored_after(p.what, p.larger), pg_temp.stored_after(p.what, p.smaller),
            p.what || ': the larger is another one')
  from pair p where p.what in ('order by flag', 'ticket by sla', 'survey by rating');
delete from ingest.dirty;

-- What became dirty: exactly what changed.
select pg_temp.send('order', '(o1,1,created,"2026-03-02 10:00Z",2026-03-02,,900,,,f,)',
                    '(o1,2,paid,"2026-03-02 11:00Z",2026-03-02,,900,,,f,)',
                    '(o2,1,created,"2026-03-02 10:00Z",2026-03-02,,700,,,f,)');
select is(pg_temp.dirty(), 'o1+o2 null null', 'each order once; one hash may stand in two orders');
select is((select count(*) from fact.order_event), 3::bigint, 'three events');
select pg_temp.send('order', '(o1,1,created,"2026-03-02 10:00Z",2026-03-02,,900,,,f,)',
                    '(o2,1,created,"2026-03-02 10:00Z",2026-03-02,,700,,,f,)');
select is(pg_temp.dirty(), null, 'a repeat changes nothing, and nothing is dirty');
select pg_temp.send('order', '(o1,1,created,"2026-03-02 10:00Z",2026-03-02,,950,,,f,)',
                    '(o2,1,created,"2026-03-02 10:00Z",2026-03-02,,650,,,f,)',
                    '(o3,1,cancelled,"2026-03-02 10:00Z",2026-03-02,,0,,,f,)');
select is(pg_temp.dirty(), 'o2+o3 null null', 'a larger row changes nothing, a smaller one and a new one do');
select is(fixture.rows('select order_id, amount from fact.order_event order by 1, hash'), 'o1 9, o1 9, o2 6.5, o3 0',
          'hundredths become units');
select pg_temp.send('ticket', '(t1,1,created,"2026-03-02 10:00Z",2026-03-02,,,complaint,mail,high,"2026-03-04 10:00Z",1234,,)',
                    '(t1,2,assigned,"2026-03-02 10:00Z",2026-03-02,,bob,,,,,,,)');
select is(pg_temp.dirty(), 'null t1 null', 'a ticket once');
select is(fixture.rows('select type, agent, category, channel, priority, due, amount, '
          'sla_met from fact.ticket_event order by type'),
          'created null complaint mail high 2026-03-04T10:00:00+00:00 12.34 null, assigned bob null null null null null null',
          'every column as sent');
select pg_temp.send('ticket', '(t1,2,assigned,"2026-03-02 10:00Z",2026-03-02,,bob,,,,,,,)',
                    '(t2,1,reopened,"2026-03-02 10:00Z",2026-03-02,,,,,,,,,)');
select is(pg_temp.dirty(), 'null t2 null', 'only the new one');
select pg_temp.send('survey', '(7,"2026-03-02 10:00Z",2026-03-02,order,o1,,,speed,4,5,)',
                    '(8,"2026-03-02 10:00Z",2026-03-02,,,bob,,,1,2,)');
select is(fixture.rows('select unnest(surveys) as x from ingest.dirty order by x'), '7, 8', 'surveys');
delete from ingest.dirty;
select pg_temp.send('survey', '(8,"2026-03-02 10:00Z",2026-03-02,,,bob,,,1,2,)', '(9,"2026-03-02 10:00Z",2026-03-02,,,bob,,,1,2,)');
select is(pg_temp.dirty(), 'null null 9', 'only the new one');
select is(fixture.rows('select hash, subject, reference, agent, dimension, rating, scale from fact.survey order by hash'),
          '7 order o1 null speed 4 5, 8 null null bob null 1 2, 9 null null bob null 1 2', 'every column as sent');
select throws_ok($$ select pg_temp.send('survey', '(10,"2026-03-02 10:00Z",2026-03-02,chat,o1,,,speed,4,5,)') $$, '23514', null,
                 'a subject is a known one');
select throws_ok($$ select pg_temp.send('order', '(o9,1,lost,"2026-03-02 10:00Z",2026-03-02,,900,,,f,)') $$, '22P02', null,
                 'so is a type');

-- One write of everything is one dirty row, and a smaller one in another write is dirty again.
select from fixture.write(
    order_events => array['(o8,1,created,"2026-03-02 10:00Z",2026-03-02,,900,,,f,)'::ingest.order_event_row],
    ticket_events => array['(t8,1,created,"2026-03-02 10:00Z",2026-03-02,,,,,,,,,)'::ingest.ticket_event_row],
    surveys => array['(88,"2026-03-02 10:00Z",2026-03-02,,,bob,,,1,2,)'::ingest.survey_row]);
select is(pg_temp.dirty(), 'o8 t8 88', 'one row');

-- Hashes have their top bit flipped, so that signed order is unsigned order: 0x7fff… (as -1) before 0x8000… (as 0).
delete from fact.ticket_event;
select fixture.ticket('t1', 'created 2026-03-02 10:00', 'assigned 2026-03-02 11:00 agent=first hash=-1',
                      'assigned 2026-03-02 11:00 agent=second hash=0');
select is((select agent from settle.tickets_of(array['t1'], '2026-04-01')), 'second', 'the greater hash is the later event');
select fixture.ticket('t2', 'created 2026-03-02 10:00', 'assigned 2026-03-02 11:00 agent=first hash=9223372036854775807',
                      'assigned 2026-03-02 11:00 agent=second hash=-9223372036854775808');
select is((select agent from settle.tickets_of(array['t2'], '2026-04-01')), 'first', 'at the ends of the range, too');

-- Records that nothing is settled from: the same rule.
create temporary table record_pair (what text, smaller text, larger text);
insert into record_pair values
('mark by time',     '(5,"2026-03-02 10:00Z",z,i,2026-03,r,lead,9,100)', '(5,"2026-03-02 10:01Z",a,i,2026-03,r,lead,1,100)'),
('mark by agent',    '(5,"2026-03-02 10:00Z",B,i,2026-03,r,lead,9,100)', '(5,"2026-03-02 10:00Z",a,i,2026-03,r,lead,1,100)'),
('mark by score',    '(5,"2026-03-02 10:00Z",a,i,2026-03,r,lead,9,100)', '(5,"2026-03-02 10:00Z",a,i,2026-03,r,lead,10,5)'),
('tally by day',     '(5,"2026-03-02 10:00Z",2026-03-01,z,late,9)',      '(5,"2026-03-02 10:00Z",2026-03-02,a,late,1)'),
('tally by count',   '(5,"2026-03-02 10:00Z",2026-03-01,a,late,9)',      '(5,"2026-03-02 10:00Z",2026-03-01,a,late,10)'),
('target by period', '(5,"2026-03-02 10:00Z",a,2026-03,sales,9)',        '(5,"2026-03-02 10:00Z",a,2026-04,sales,1)'),
('target by value',  '(5,"2026-03-02 10:00Z",a,2026-03,sales,-1)',       '(5,"2026-03-02 10:00Z",a,2026-03,sales,1)'),
('agent by name',    '(5,"2026-03-02 10:00Z",2026-03-02,a,Ann,,,,,,,)',  '(5,"2026-03-02 10:00Z",2026-03-02,a,,,east,,,,,)'),
('agent by left',    '(5,"2026-03-02 10:00Z",2026-03-02,a,,,,,,,,2026-03-01)', '(5,"2026-03-02 10:00Z",2026-03-02,a,,,,,,,,)');
create function pg_temp.recorded_after(what text, variadic batches text[]) returns text language plpgsql as $$
declare
    batch text;
    sent  text[];
    answer text;
begin
    foreach batch in array batches loop
        sent := string_to_array(batch, '|');
        case split_part(what, ' ', 1)
        when 'mark' then perform fixture.write(marks => sent::ingest.mark_row[]);
        when 'tally' then perform fixture.write(tallies => sent::ingest.tally_row[]);
        when 'target' then perform fixture.write(targets => sent::ingest.target_row[]);
        when 'agent' then perform fixture.write(agents => sent::ingest.agent_row[]);
        end case;
    end loop;
    select string_agg(e::text, ' ') into answer
      from (select e::text from fact.mark e union all select t::text from fact.tally t
            union all select g::text from fact.target g union all select a::text from fact.agent_event a) e;
    delete from fact.mark; delete from fact.tally; delete from fact.target; delete from fact.agent_event;
    return answer;
end $$;
select is(array[pg_temp.recorded_after(p.what, p.smaller, p.larger), pg_temp.recorded_after(p.what, p.larger, p.smaller),
                pg_temp.recorded_after(p.what, p.smaller || '|' || p.larger), pg_temp.recorded_after(p.what,
                    p.larger || '|' || p.smaller)],
          array_fill(pg_temp.recorded_after(p.what, p.smaller), array[4]),
          p.what || ': the smaller stays, in both orders and in one batch')
  from record_pair p;
select isnt(pg_temp.recorded_after('mark', smaller), pg_temp.recorded_after('mark', larger), 'the larger is another one')
  from record_pair where what = 'mark by score';
select is(fixture.rows('select staff, staff_days from ingest.dirty where tickets is null'),
          '["a"] ["2026-03-02"], ["a"] ["2026-03-02"]', 'nothing is settled from records, but hours follow from teams: from that of the larger, and from its end');
delete from ingest.dirty;
select pg_temp.send('agent', '(5,"2026-03-04 10:00Z",2026-03-04,cat,,,east,,,,,)', '(6,"2026-03-05 10:00Z",2026-03-05,bob,,,west,,,,,)', '(7,"2026-03-05 10:00Z",2026-03-05,dan,Dan,,,,,,,)');
select pg_temp.send('agent', '(5,"2026-03-02 10:00Z",2026-03-02,bob,,,west,,,,,)', '(6,"2026-03-05 10:00Z",2026-03-05,bob,,,west,,,,,)', '(8,"2026-03-06 10:00Z",2026-03-06,dan,,,east,,,,,)');
select is(fixture.rows('select s.* from ingest.dirty d cross join unnest(d.staff, d.staff_days) s order by d.id, 1, 2'),
          'bob 2026-03-05, cat 2026-03-04, bob 2026-03-02, cat 2026-03-04, dan 2026-03-06',
          'whoever a record names, and from when; also whom it named before; once');

select * from finish();
rollback;
