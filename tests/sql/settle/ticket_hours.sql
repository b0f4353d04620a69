-- Tickets timed inside service hours: settle.worked_ms; what new hours and teams make dirty: settle.name_ticket_hours, tickets_of_staff.
begin;
\ir ../fixture.psql
select plan(36);

create function pg_temp.on_days(days text[], variadic spans text[]) returns jsonb language sql as $$
    select jsonb_build_object('weekly', jsonb_object_agg(d, to_jsonb(spans))) from unnest(days) d
$$;
create function pg_temp.workdays(variadic spans text[]) returns jsonb language sql as $$
    select pg_temp.on_days('{mon,tue,wed,thu,fri}', variadic spans)
$$;
create function pg_temp.nights() returns jsonb language sql as $$
    select pg_temp.on_days('{mon,tue,wed,thu,fri,sat,sun}', '20:00-02:00')
$$;
create function pg_temp.staff(agent text, day date, team text) returns void language sql as $$
    select from fixture.write(agents => array[row(nextval('fixture.hash'), day::timestamptz, day, agent, null, null, team, null, null, null, null,
                              null)::ingest.agent_row])
$$;
-- Reply and resolutions of these events in hours; the ticket is forgotten afterwards.
create function pg_temp.hours(variadic lines text[]) returns text language plpgsql as $$
declare answer text;
begin
    perform fixture.ticket('t', variadic lines);
    answer := fixture.rows($q$ select round(reply_ms / 3600000.0, 2) as reply,
                                      (select array_agg(trim_scale(round(ms / 3600000.0, 2))) from unnest(resolution_ms) ms) as resolutions
                                 from settle.tickets_of(array['t'], '2026-06-01') $q$);
    delete from fact.ticket_event where ticket = 't';
    delete from ingest.dirty;
    return answer;
end $$;
create function pg_temp.dirty() returns text language plpgsql as $$
declare answer text;
begin
    select string_agg(distinct t, ' ' order by t) into answer from ingest.dirty d cross join unnest(d.tickets) t;
    delete from ingest.dirty;
    return answer;
end $$;

-- The rule without hours: always open. Monday is the 2nd.
update ref.rule_set set ticket_clock = 'hours';
select is(pg_temp.hours('created 2026-03-02 17:00', 'replied 2026-03-03 10:00 agent=bob', 'pended 2026-03-03 11:00', 'resumed 2026-03-03 13:00',
          'resolved 2026-03-03 14:00 agent=bob'), '17 [19]', 'without a document all time is inside the hours');
select is(pg_temp.hours('created 2026-03-02 17:00', 'resolved 2026-03-02 17:00 agent=bob'), 'null [0]', 'nothing is 0');
select ref.load_hours(jsonb_build_object('shop', pg_temp.workdays('09:00-18:00'), 'teams', jsonb_build_object('night', pg_temp.nights())), '2026-03-01');
select is(pg_temp.hours('created 2026-03-02 17:00', 'replied 2026-03-03 10:00 agent=bob', 'resolved 2026-03-03 10:30'), '2 [2.5]',
          'an hour on Monday, an hour on Tuesday, and a half');
update ref.rule_set set ticket_clock = 'elapsed';
select is(pg_temp.hours('created 2026-03-02 17:00', 'replied 2026-03-03 10:00 agent=bob', 'resolved 2026-03-03 10:30'), '17 [17.5]',
          'elapsed time goes on at night, whatever the hours');
update ref.rule_set set ticket_clock = 'hours';
select is(pg_temp.hours('created 2026-03-06 17:00', 'replied 2026-03-09 09:30 agent=bob', 'resolved 2026-03-09 12:00'), '1.5 [4]', 'over a weekend');
select is(pg_temp.hours('created 2026-03-07 10:00', 'replied 2026-03-08 10:00 agent=bob', 'closed 2026-03-08 11:00'), '0 [0]', 'on one: none, which is a time');
select is(pg_temp.hours('replied 2026-03-02 10:00 agent=bob', 'resolved 2026-03-02 10:00', 'created 2026-03-02 11:00'), 'null [null]', 'before it was created: none');

-- Pauses are spans: what of one lies inside the hours is taken off.
select is(pg_temp.hours('created 2026-03-02 10:00', 'pended 2026-03-02 17:00', 'resumed 2026-03-04 10:00', 'resolved 2026-03-04 12:00'), 'null [9]',
          '7 on Monday, 2 on Wednesday');
select is(pg_temp.hours('created 2026-03-02 16:00', 'pended 2026-03-02 19:00', 'resumed 2026-03-02 23:00', 'resolved 2026-03-03 10:00'), 'null [3]',
          'a pause in the evening takes nothing off');
select is(pg_temp.hours('created 2026-03-02 16:00', 'pended 2026-03-02 17:00', 'resumed 2026-03-02 17:30', 'pended 2026-03-03 09:00',
          'resumed 2026-03-03 09:15', 'resolved 2026-03-03 10:00'), 'null [2.25]', 'two pauses');
select is(pg_temp.hours('pended 2026-03-02 09:00', 'created 2026-03-02 10:00', 'resumed 2026-03-02 11:00', 'resolved 2026-03-02 20:00'), 'null [7]',
          'of one that began before the opening what lies after it');
select is(pg_temp.hours('created 2026-03-02 10:00', 'resolved 2026-03-02 11:00', 'reopened 2026-03-02 17:00', 'pended 2026-03-03 08:00',
          'resolved 2026-03-03 12:00'), 'null [1,1]', 'after a reopening: an hour on Monday; it pended all of Tuesday');
select is(pg_temp.hours('created 2026-03-02 10:00', 'pended 2026-03-02 10:00', 'resolved 2026-03-04 12:00'), 'null [0]', 'it pended all the time');

-- Whose hours: of the agent to whom the number goes, by the team on the number's day.
select pg_temp.staff('nia', '2026-03-01', 'night');
select is(pg_temp.hours('created 2026-03-02 10:00 agent=nia', 'replied 2026-03-02 21:00 agent=bob', 'resolved 2026-03-03 01:00'), '8 [5]',
          'bob''s by the day, nia''s by the night');
select is(pg_temp.hours('created 2026-03-02 10:00 agent=nia', 'replied 2026-03-02 21:00 agent=nia', 'resolved 2026-03-03 01:00 agent=bob'), '1 [8]',
          'the other way round');
select is(pg_temp.hours('created 2026-03-02 10:00', 'resolved 2026-03-03 10:00'), 'null [9]', 'nobody''s is the shop''s');
select pg_temp.staff('nia', '2026-03-03', 'day');
select is(pg_temp.hours('created 2026-03-02 10:00', 'replied 2026-03-02 23:00 agent=nia', 'resolved 2026-03-03 10:00 agent=nia'), '3 [9]',
          'by the night on the 2nd; by a team that no document names on the 3rd, also for what was before it');
update ref.shop set zone = 'Europe/Berlin'; select ref.write_open_spans();
select is(pg_temp.hours('created 2026-03-27 17:00+01', 'resolved 2026-03-30 10:00+02 agent=bob'), 'null [2]',
          'an hour on Friday and one on Monday, though the night between lost one');
select is(pg_temp.hours('created 2026-03-28 20:00+01', 'resolved 2026-03-29 04:00+02 agent=nua'), 'null [0]', 'the shop is closed');
select pg_temp.staff('nua', '2026-03-01', 'night');
select is(pg_temp.hours('created 2026-03-28 21:00+01', 'resolved 2026-03-29 04:00+02 agent=nua'), 'null [5]', 'from 21:00 to 02:00, which is 03:00');
update ref.shop set zone = 'UTC'; select ref.write_open_spans();

-- What new hours make dirty: tickets of which something ended after they begin to differ, and which were created before they cease to.
select fixture.forget();
select fixture.ticket('a', 'created 2026-03-02 10:00', 'resolved 2026-03-03 10:00 agent=bob');
select fixture.ticket('b', 'created 2026-03-02 10:00', 'replied 2026-03-03 11:00 agent=nia', 'resolved 2026-03-09 10:00 agent=nia');
select fixture.ticket('c', 'created 2026-03-05 10:00', 'replied 2026-03-06 11:00 agent=bob');
select fixture.ticket('d', 'created 2026-03-02 10:00', 'assigned 2026-03-05 11:00 agent=bob');
select fixture.settle();
create function pg_temp.all_right() returns text language sql as $$
    select fixture.settle(); select coalesce(fixture.differences(), 'right')
$$;
select is(pg_temp.all_right(), 'right', 'as a fresh calculation has it');
select ref.load_hours(jsonb_build_object('shop', pg_temp.workdays('09:00-17:00'), 'teams', jsonb_build_object('night', pg_temp.nights())), '2026-03-04');
select is(pg_temp.dirty(), 'b c', 'from the day on; d has no time');
select ref.load_hours(jsonb_build_object('shop', pg_temp.workdays('09:00-16:00'), 'teams', jsonb_build_object('night', pg_temp.nights())), '2026-03-02');
select is(pg_temp.dirty(), 'a b', 'until the next document''s; c was created after that');
insert into ingest.dirty (tickets) values ('{a,b,c}');
select is(pg_temp.all_right(), 'right', 'settled');
-- From 9:00 to 16:00 on Monday and Tuesday, to 17:00 from Wednesday on.
select is(fixture.rows($$ select ticket, round(reply_ms / 3600000.0, 2) as reply, round(resolution_ms[1] / 3600000.0, 2) as h from settled.ticket order by 1 $$),
          'a null 7, b 8 38, c 9 null, d null null', 'a: 6 + 1; b: 6 + 2 to the reply, 6 + 7 + 3 × 8 + 1 to the resolution; c: 7 + 2');
update ref.rule_set set ticket_clock = 'elapsed';
select ref.load_hours(jsonb_build_object('shop', pg_temp.workdays('09:00-15:00')), '2026-03-02');
select is(pg_temp.dirty(), null, 'elapsed time is what it is');
update ref.rule_set set ticket_clock = 'hours';
select ref.load_hours(jsonb_build_object('shop', pg_temp.workdays('09:00-16:00'), 'teams', jsonb_build_object('night', pg_temp.nights())), '2026-03-02');
delete from ingest.dirty;

-- What a record makes dirty.
create function pg_temp.named() returns text language plpgsql as $$
declare taken ingest.dirty;
begin
    select * into taken from settle.take_dirty();
    perform settle.name_staff(taken.staff, taken.staff_days);
    return pg_temp.dirty();
end $$;
select pg_temp.staff('nia', '2026-03-09', 'night');
select is(fixture.differences(), null, 'what is not settled yet is no difference');
select is(pg_temp.named(), 'b', 'who replied or resolved from its day on');
select pg_temp.staff('nia', '2026-03-04', 'day'); select pg_temp.staff('cat', '2026-03-01', 'night');
select is(pg_temp.named(), null, 'until the next record''s day; who did neither');
select pg_temp.staff('bob', '2026-03-06', 'night');
select is(pg_temp.named(), 'c', 'the reply');
insert into ingest.dirty (tickets) values ('{b,c}');
select is(pg_temp.all_right(), 'right', 'settled');

-- Hours, teams and events in any order, settled or not between: one result. All of it is undone each time.
create temporary table step (n integer generated always as identity, what text);
insert into step (what) values
('select ref.load_hours(jsonb_build_object(''shop'', pg_temp.workdays(''08:00-12:00'', ''13:00-19:00'')), ''2026-04-01'')'),
('select ref.load_hours(jsonb_build_object(''shop'', pg_temp.workdays(''10:00-17:00''), ''teams'', jsonb_build_object(''night'', pg_temp.nights()),
   ''suspended'', jsonb_build_array(jsonb_build_object(''from'', ''2026-04-06T11:00:00Z'', ''until'', ''2026-04-06T15:00:00Z''))), ''2026-04-03'')'),
('select pg_temp.staff(''nia'', ''2026-04-01'', ''night'')'), ('select pg_temp.staff(''nia'', ''2026-04-07'', ''day'')'),
('select fixture.ticket(''x'', ''created 2026-04-01 09:00 agent=nia hash=1'', ''replied 2026-04-02 10:00 agent=bob hash=2'')'),
('select fixture.ticket(''x'', ''pended 2026-04-03 11:00 hash=3'', ''resumed 2026-04-04 11:00 hash=4'')'),
('select fixture.ticket(''x'', ''resolved 2026-04-06 12:00 hash=5'')'),
('select fixture.ticket(''x'', ''reopened 2026-04-07 12:00 hash=6'', ''closed 2026-04-08 12:00 hash=7'')'),
('select fixture.ticket(''y'', ''created 2026-04-02 18:00 hash=8'', ''resolved 2026-04-06 21:00 agent=nia hash=9'')'),
('select fixture.ticket(''y'', ''replied 2026-04-06 16:00 agent=bob hash=10'')');
create function pg_temp.result(seed double precision, every integer) returns text language plpgsql as $$
declare
    s record;
begin
    perform fixture.forget();
    perform setseed(seed);
    for s in select what, row_number() over () as place from (select what from step order by random()) r loop
        execute s.what;
        if s.place % every = 0 then
            perform fixture.settle('2026-05-01');
        end if;
    end loop;
    perform fixture.settle('2026-05-01');
    raise exception using errcode = 'P0002', message = coalesce(fixture.differences(), '') ||
        fixture.rows($q$ select ticket, reply_ms / 3600000.0 as reply,
                                (select array_agg(trim_scale(ms / 3600000.0)) from unnest(resolution_ms) ms) as h from settled.ticket order by 1 $q$)
        || md5(fixture.settled());
exception when no_data_found then
    return sqlerrm;
end $$;
create temporary table together as select pg_temp.result(0, 100) as result;
-- The 1st is a Wednesday. x: bob replied after 3 + 6 hours of Wednesday and 2 of Thursday. nia, of the night on the 6th, which has the
-- shop's hours until the 2nd: 9 and 10 hours, Friday night a pause, 6 each of Saturday and Sunday. Of the day on the 8th: 5 + 2.
-- y: bob 1 hour of Thursday, 7 of Friday, 6 less 4 suspended of Monday; nia 1, three nights of 6, and 1 of Monday night.
select alike((select result from together), 'x 11 [31,7], y 10 [20]%', 'as derived');
select is(pg_temp.result(seed / 10.0, 1 + seed % 3), (select result from together), 'order of arrival ' || seed)
  from generate_series(1, 4) seed;

select * from finish();
rollback;
