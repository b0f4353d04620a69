-- Service hours as instants: ref.open_spans, ref.write_open_spans, ref.counted_waits, ref.counted_ms, ref.suspended,
-- ref.is_suspended. The situations of the acceptance cases 04, 42, 45, 49 and 53 are here, by their waits; what a wait has to be
-- is worked out beside it, from the wall clock.
begin;
\ir ../fixture.psql
select plan(64);

create function pg_temp.every_day(span text) returns jsonb language sql as $$
    select jsonb_build_object('weekly', jsonb_object_agg(w.weekday, jsonb_build_array(span))) from ref.weekdays() w
$$;
-- Seconds of a wait; times are the zone's.
create function pg_temp.wait(team text, begun timestamptz, ended timestamptz) returns numeric language sql as $$
    select trim_scale(ref.counted_ms(team, begun, ended) / 1000.0)
$$;
-- A team's spans that begin in [first_day, until), on the wall clock of the session.
create function pg_temp.spans(team text, first_day timestamptz, until timestamptz) returns text language sql as $$
    select string_agg(to_char(s.opens_at, 'DD HH24:MI') || to_char(s.closes_at, '-DD HH24:MI'), ', ' order by s.opens_at)
      from ref.open_span s where s.team = spans.team and s.opens_at >= first_day and s.opens_at < spans.until
$$;
-- A team's hours open on the wall clock from one instant to another.
create function pg_temp.hours(team text, begun timestamptz, ended timestamptz) returns numeric language sql as $$
    select trim_scale(ref.counted_ms(team, begun, ended) / 3600000.0)
$$;
-- Other documents in an empty history.
create function pg_temp.forget() returns void language plpgsql as $$
begin
    alter table ref.service_hours disable trigger refuse_change;
    delete from ref.service_hours;
    alter table ref.service_hours enable always trigger refuse_change;
    perform ref.write_open_spans();
end $$;

select ref.set_shop('s1', 'Asia/Shanghai', '05:00', 'CNY', array['a'], 'key');
set local timezone = 'Asia/Shanghai';

-- Without a document the shop is always open.
select is(pg_temp.wait('any', '2026-10-05 23:40', '2026-10-06 09:00:25'), 33625::numeric, 'no document: elapsed time, 9 h 20 min 25 s');
select is(pg_temp.wait(null, '2026-10-05 10:00:00.001', '2026-10-05 10:00:00.002'), 0.001, 'to the millisecond');
select is(pg_temp.wait(null, '2026-10-05 10:00:01', '2026-10-05 10:00:00'), 0::numeric, 'never negative');
select is(ref.counted_waits(array[null, null], array['2026-10-05 10:00', null]::timestamptz[], array[null, '2026-10-05 10:00']::timestamptz[]),
          array[null, null]::bigint[], 'what has no end has no length');
select is(ref.counted_waits('{}', '{}', '{}'), '{}'::bigint[], 'no waits, no lengths');
select ok(not ref.is_suspended('2026-10-05 10:00'), 'nothing is suspended');
select is_empty('select * from ref.open_span', 'nothing is stored');

-- Case 04: 09:00-23:00 every day.
select ref.load_hours(jsonb_build_object('shop', pg_temp.every_day('09:00-23:00')), '2026-10-01');
select is(pg_temp.wait(null, '2026-10-05 23:40', '2026-10-06 09:00:25'), 25::numeric, 'asked at night: it waits from the opening on');
select is(pg_temp.wait(null, '2026-10-05 22:59:50', '2026-10-06 09:00:10'), 20::numeric, 'over the night: 10 before, 10 after');
select is(pg_temp.wait(null, '2026-10-05 23:40', '2026-10-06 08:59:59'), 0::numeric, 'answered before the opening: 0');
select is(pg_temp.wait(null, '2026-10-05 23:00', '2026-10-05 23:10'), 0::numeric, 'the end is excluded');
select is(pg_temp.wait(null, '2026-10-05 22:59:59.999', '2026-10-06 09:00'), 0.001, 'what is before it counts');
select is(pg_temp.wait('unheard of', '2026-10-05 10:00', '2026-10-05 10:00:15'), 15::numeric, 'a team that is not named has the shop''s');
select is(pg_temp.wait(null, '2026-10-02 12:00', '2026-10-05 12:00'), (11 + 14 + 14 + 3) * 3600::numeric, 'three days: 11, 14, 14 and 3 hours');
select is(pg_temp.wait(null, '2026-09-30 23:30', '2026-10-01 09:00:10'), 1810::numeric,
          'before the first day always open: half an hour until midnight, whatever the cut-over, and 10 s');
select is(pg_temp.wait(null, '2026-09-20', '2026-09-22'), 172800::numeric, 'long before it, too');
select is(pg_temp.wait(null, '2026-10-05 10:00:01', '2026-10-05 10:00:00') + pg_temp.wait(null, '2026-10-06 09:00:01', '2026-10-05 09:00'), 0::numeric,
          'never negative');
select is(ref.counted_waits(array[null, null], array['2026-10-05 10:00', null]::timestamptz[], array[null, '2026-10-05 10:00']::timestamptz[]),
          array[null, null]::bigint[], 'what has no end has no length');
select is(ref.counted_waits(array['x', null, 'y'], array['2026-10-05 10:00', '2026-10-05 23:40', '2026-10-05 22:59:50']::timestamptz[],
                            array['2026-10-05 10:00:15', '2026-10-06 09:00:25', '2026-10-06 09:00:10']::timestamptz[]),
          array[15000, 25000, 20000]::bigint[], 'many at once, each in its place');

-- Case 42: until 02:00 of the next day, and suspended over midnight.
select pg_temp.forget();
select ref.load_hours(jsonb_build_object('shop', pg_temp.every_day('08:00-02:00'), 'suspended',
    jsonb '[{"from": "2026-10-10T22:00:00+08:00", "until": "2026-10-11T01:00:00+08:00"}]'), '2026-10-01');
select is(pg_temp.spans('', '2026-10-09', '2026-10-12'), '09 08:00-10 02:00, 10 08:00-10 22:00, 11 01:00-11 02:00, 11 08:00-12 02:00',
          'a span belongs to the day on which it begins; what is suspended is cut out');
select is(pg_temp.wait(null, '2026-10-10 21:59:40', '2026-10-11 01:00:10'), 30::numeric, 'asked before: 20, and 10 after it');
select is(pg_temp.wait(null, '2026-10-11 01:00:00', '2026-10-11 01:00:20'), 20::numeric, 'asked at its end: 20');
select is(array[ref.is_suspended('2026-10-10 21:59:59.999'), ref.is_suspended('2026-10-10 22:00'), ref.is_suspended('2026-10-11 00:59:59.999'),
                ref.is_suspended('2026-10-11 01:00')], array[false, true, true, false], 'its beginning is inside, its end is not');
select is(ref.is_suspended(null), null, 'no instant is neither');

-- Case 45: extra days win over holidays; a team's extra day; general and team extra days are united.
select pg_temp.forget();
select ref.load_hours(jsonb_build_object('shop', pg_temp.every_day('08:00-23:00'), 'teams', '{}'::jsonb,
    'holidays', jsonb '["2026-10-04", "2026-10-05"]', 'extra', jsonb '[{"day": "2026-10-05", "open": ["10:00-12:00"]},
        {"day": "2026-10-11", "open": ["01:00-02:00"], "team": "owl"}, {"day": "2026-10-12", "open": ["09:00-10:00"]},
        {"day": "2026-10-12", "open": ["22:00-24:00"], "team": "owl"}, {"day": "2026-10-14", "open": []}]'), '2026-10-01');
select is(pg_temp.spans('', '2026-10-03', '2026-10-07'), '03 08:00-03 23:00, 05 10:00-05 12:00, 06 08:00-06 23:00', 'a holiday, and one with extra hours');
select is(pg_temp.spans('', '2026-10-11', '2026-10-13'), '11 08:00-11 23:00, 12 09:00-12 10:00', 'extra hours stand instead of the weekly ones');
select is(pg_temp.spans('owl', '2026-10-11', '2026-10-13'), '11 01:00-11 02:00, 12 09:00-12 10:00, 12 22:00-13 00:00',
          'a team has its own and the general ones');
select is(pg_temp.spans('owl', '2026-10-04', '2026-10-07'), pg_temp.spans('', '2026-10-04', '2026-10-07'), 'and on other days the shop''s');
select is(pg_temp.spans('', '2026-10-14', '2026-10-15'), null, 'an extra day without spans is closed');
select is(pg_temp.wait('pim', '2026-10-04 12:00', '2026-10-05 10:00:20'), 20::numeric, 'a) the whole 4th is closed');
select is(pg_temp.wait('pim', '2026-10-05 11:59:50', '2026-10-06 08:00:05'), 15::numeric, 'c) 10 and 5');
select is(pg_temp.wait('owl', '2026-10-11 09:00', '2026-10-11 09:05'), 0::numeric, 'g) on the 11th open 01:00-02:00 only');
select is(pg_temp.wait('owl', '2026-10-12 23:30', '2026-10-12 23:30:45'), 45::numeric, 'i) within owl''s own');
select is(pg_temp.wait('pim', '2026-10-12 23:30', '2026-10-12 23:31'), 0::numeric, 'k) which are not the shop''s');

-- Case 49: a team of the night. Case 53: 17:00-17:30 and 10:00-11:30 make two hours.
select pg_temp.forget();
select ref.load_hours(jsonb_build_object('shop', pg_temp.every_day('09:00-18:00'), 'teams', jsonb_build_object('owl', pg_temp.every_day('20:00-04:00'))),
                      '2026-10-01');
select is(pg_temp.wait('desk', '2026-10-11 22:00', '2026-10-12 09:00:10'), 10::numeric, 'desk, which is not named: from the opening on');
select is(pg_temp.wait('owl', '2026-10-12 23:59:40', '2026-10-13 00:00:20'), 40::numeric, 'owl works over midnight');
select is(pg_temp.wait('desk', '2026-10-13 00:30', '2026-10-13 00:30:25'), 0::numeric, 'desk does not');
select is(pg_temp.hours(null, '2026-10-06 17:00', '2026-10-06 17:30') + pg_temp.hours(null, '2026-10-07 10:00', '2026-10-07 11:30'), 2::numeric,
          'a ticket that pends in between');
select is(pg_temp.hours(null, '2026-10-06 17:50', '2026-10-07 09:50'), 1::numeric, 'one that does not');

-- The team is that of the staff record in force on the business day, which begins at five o'clock here.
insert into fact.agent_event (hash, at, day, agent, team) values
    (1, '2026-09-01 09:00', '2026-09-01', 'nix', 'desk'), (2, '2026-10-12 23:30', '2026-10-12', 'nix', 'owl'), (3, '2026-10-12 23:31', '2026-10-12', 'nix', null),
    (4, '2026-09-01 09:00', '2026-09-01', 'rok', 'owl'), (5, '2026-10-13 04:00', '2026-10-12', 'rok', 'desk'), (6, '2026-10-13 04:00', '2026-10-12', 'rok', 'night');
select is(ref.teams_on(array['nix', 'nix', 'nix', 'nix', 'rok', 'rok', 'zoe', null, 'nix'],
                       array['2026-08-31', '2026-09-01', '2026-10-11', '2026-10-12', '2026-10-11', '2026-10-12', '2026-10-12', '2026-10-12', null]::date[]),
          array[null, 'desk', 'desk', 'owl', 'owl', 'night', null, null, null],
          'a record of the evening holds for its whole day, one of the night for the day before; what names no team changes none');
select is(ref.teams_on(array_agg(s.agent order by s.agent, d), array_agg(d order by s.agent, d)), array_agg(s.team order by s.agent, d), format('as ref.staff_on of %s says', d))
  from unnest(array['2026-09-01', '2026-10-12', '2027-01-01']::date[]) d cross join lateral ref.staff_on(d) s group by d;
select is(ref.teams_on('{}', '{}'), '{}', 'nobody has none');
select fixture.forget();

-- A history: a document holds from midnight on, and changes nothing before; a span is its first day's.
create temporary table before as select * from ref.open_span where closes_at < '2026-10-20';
select ref.load_hours('{"teams": {"owl": {"weekly": {"tue": ["10:00-10:00"]}}}, "holidays": ["2026-10-21"],
    "suspended": [{"from": "2026-10-01T00:00:00+08:00", "until": "2026-10-20T00:10:00+08:00"}, {"from": "2026-10-31T12:00:00+08:00", "until": "2026-12-01T00:00:00Z"}]}',
                      '2026-10-20');
select ref.load_hours(jsonb_build_object('shop', pg_temp.every_day('12:00-13:00')), '2026-11-01');
select set_eq('select * from ref.open_span where closes_at < ''2026-10-20''', 'select * from before', 'no earlier day changes');
select is(pg_temp.spans('owl', '2026-10-19', '2026-10-28'), '19 20:00-20 00:00, 20 00:10-20 04:00, 20 10:00-21 10:00, 27 10:00-28 10:00',
          'the night of the 19th is still the old document''s; what is suspended is the new one''s, from its first day on; a round of 24 hours');
select is(pg_temp.spans('', '2026-10-19', '2026-11-03'), '19 09:00-19 18:00, 20 00:10-21 00:00, 22 00:00-31 12:00, 01 12:00-01 13:00, 02 12:00-02 13:00',
          'without shop always open, but on holidays; suspended until the next document');
select is(pg_temp.spans('owl', '2026-11-01', '2026-11-03'), pg_temp.spans('', '2026-11-01', '2026-11-03'), 'which names no team: each has the shop''s');
select ref.load_hours('{"shop": {"weekly": {}}}', '2026-11-01');
select is(pg_temp.spans('', '2026-10-31', '2100-01-01'), null, 'of two documents of a day the later one holds; closed for ever is possible');
select is(pg_temp.wait('owl', '2026-11-05', '2027-11-05'), 0::numeric, 'nothing waits then');
select set_eq('select * from ref.open_span', 'select * from ref.open_spans()', 'what is stored is what the documents say');

-- New York, business days from five o'clock on. In 2026 the 8th of March has no 02:00-02:59, the 1st of November 01:00-01:59 twice.
select pg_temp.forget();
select ref.set_shop('s1', 'America/New_York', '05:00', 'CNY', array['a'], 'key');
set local timezone = 'America/New_York';
select ref.load_hours(jsonb_build_object('shop', pg_temp.every_day('22:00-06:00'), 'teams', jsonb_build_object(
    'gap', pg_temp.every_day('02:00-03:00'), 'half', pg_temp.every_day('02:30-05:00'), 'over', pg_temp.every_day('01:00-04:00'),
    'twice', pg_temp.every_day('01:30-03:00'), 'to', pg_temp.every_day('00:00-01:30'))), '2026-01-01');
select is(pg_temp.hours('', '2026-03-07 12:00', '2026-03-08 12:00'), 7::numeric, 'spring: 22:00 at -5 to 06:00 at -4');
select is(pg_temp.hours('', '2026-10-31 12:00', '2026-11-01 12:00'), 9::numeric, 'autumn: 22:00 at -4 to 06:00 at -5');
select is(pg_temp.hours('over', '2026-03-08', '2026-03-09'), 2::numeric, 'an hour is left out');
select is(pg_temp.hours('gap', '2026-03-08', '2026-03-09'), 0::numeric, 'all of it: 02:00 at -5 is 03:00 at -4');
select is(pg_temp.hours('half', '2026-03-08', '2026-03-09'), 1.5, '02:30 at -5 is 03:30 at -4; until 05:00');
select is(pg_temp.hours('over', '2026-11-01', '2026-11-02'), 3::numeric, '01:00 is the later one: 01:00 to 04:00 at -5');
select is(pg_temp.hours('twice', '2026-11-01', '2026-11-02'), 1.5, 'so is 01:30 as a beginning');
select is(pg_temp.hours('to', '2026-11-01', '2026-11-02'), 2.5, 'and as an end: 00:00 at -4 to 01:30 at -5');
select is(array[pg_temp.hours('gap', '2026-03-07', '2026-03-08'), pg_temp.hours('gap', '2026-03-09', '2026-03-10')], array[1, 1]::numeric[], 'an hour on other days');
-- Case 14 without hours of its own: 01:20 EDT to 01:05 EST.
select is(pg_temp.wait('none', '2026-11-01 01:20-04', '2026-11-01 01:05-05'), 2700::numeric, 'over the repeated hour, within the shop''s');

-- Samoa left out 2011-12-30: its hours are those of the 31st once more, and count once.
select pg_temp.forget();
select ref.set_shop('s1', 'Pacific/Apia', '00:00', 'CNY', array['a'], 'key');
set local timezone = 'Pacific/Apia';
select ref.load_hours(jsonb_build_object('shop', pg_temp.every_day('09:00-17:00')), '2011-12-01');
select is(pg_temp.spans('', '2011-12-29', '2012-01-01'), '29 09:00-29 17:00, 31 09:00-31 17:00', 'a day that the zone left out');

-- Another zone, as long as there are no facts, makes other instants of the same documents.
select ref.set_shop('s1', 'UTC', '00:00', 'CNY', array['a'], 'key');
set local timezone = 'UTC';
select is(pg_temp.spans('', '2011-12-29', '2012-01-01'), '29 09:00-29 17:00, 30 09:00-30 17:00, 31 09:00-31 17:00', 'the calendar follows the shop');

-- However often a wait crosses spans, it is their sum.
select pg_temp.forget();
select ref.load_hours('{"shop": {"weekly": {"mon": ["08:00-12:00", "11:00-12:30", "13:00-23:00"], "wed": ["22:00-03:00"], "sat": ["00:00-24:00"], "sun": ["00:00-01:00"]}},
    "holidays": ["2026-10-10"], "extra": [{"day": "2026-10-15", "open": ["02:00-04:00", "23:59-00:01"]}],
    "suspended": [{"from": "2026-10-12T09:00:00Z", "until": "2026-10-12T09:00:00.001Z"}]}', '2026-10-01');
create temporary table chance as
select i, timestamptz '2026-09-29Z' + (hashint4(i)::bigint & 2147483647) * interval '1 millisecond' as begun,
       interval '1 millisecond' * case i % 4 when 0 then i else (hashint4(-i)::bigint & 2147483647) / (i % 4) / (i % 7 + 1) end as length
  from generate_series(1, 2000) i;
create temporary table naive as
select c.i, c.begun, c.begun + c.length as ended,
       coalesce(sum(extract(epoch from upper(r) - lower(r)) * 1000), 0)::bigint as ms
  from chance c
  left join lateral (select tstzrange(c.begun, c.begun + c.length) * tstzrange(s.opens_at, s.closes_at) as r
                       from ref.open_span s where s.team = '' and s.opens_at < '2027-01-01') o on true
 group by 1, 2, 3;
select is(ref.counted_waits(array_agg('any'::text order by n.i), array_agg(n.begun order by n.i), array_agg(n.ended order by n.i)),
          array_agg(n.ms order by n.i), 'two thousand waits, each the sum of what it shares with every span') from naive n;

select * from finish();
rollback;
