-- Documents of service hours: ref.hours_problems, ref.hours_shape, ref.load_hours, ref.hours_on, ref.shown_hours,
-- ref.hours_differences, ref.hours_lines, ref.nearest. What hours mean for waits is in open_spans.sql.
begin;
\ir ../fixture.psql
set local merit.now = '2026-12-10Z';
select plan(51);

select ref.set_shop('s1', 'Asia/Shanghai', '05:00', 'CNY', array['a'], 'key', 'en');
insert into fact.agent_event (hash, at, day, agent, team) values (1, '2026-01-01Z', '2026-01-01', 'bob', 'night'), (2, '2026-01-01Z', '2026-01-01', 'cat', 'desk');
create function pg_temp.problems(document jsonb) returns text language sql as $$
    select string_agg(case when warning then 'warning: ' else '' end || path || ' ' || problem, E'\n' order by warning, path)
      from ref.hours_problems(document)
$$;

-- Right ones.
select is(pg_temp.problems('{}'), null, 'nothing at all: always open');
select is(pg_temp.problems('{"comment": 1, "shop": {"weekly": {"mon": ["08:00-23:00"], "tue": [], "comment": "x"}}, "teams": {"night": {"weekly": {"mon": ["20:00-02:00"], "wed": ["12:00-12:00"]}},
    "desk": {"weekly": {"sun": ["00:00-24:00"]}}, "comment": 1}, "holidays": ["2026-10-01", "2028-02-29"], "extra": [{"day": "2026-10-10", "open": ["09:00-18:00", "18:00-24:00"], "team": "desk"}, {"day": "2026-10-10", "open": []}],
    "suspended": [{"from": "2026-02-16T00:00:00+08:00", "until": "2026-02-16T00:00:00.001+08:00"}, {"from": "2026-02-16T00:00:00Z", "until": "2026-02-16T08:00:01+08:00", "comment": 1}]}'), null, 'everything');
\set shipped `for up in . .. ../.. ../../..; do cat $up/config/hours/every-day.json && break; done 2>/dev/null`
select is(pg_temp.problems(:'shipped'), null, 'what is shipped');
\set china `for up in . .. ../.. ../../..; do cat $up/config/hours/china-2026.json && break; done 2>/dev/null`
select is(pg_temp.problems(:'china'), null, 'and China''s year');

-- Wrong ones: every problem at once.
select is(pg_temp.problems('{"shop": {"weekly": {"mon": ["8-23"], "monday": [], "tue": "08:00-23:00", "wed": ["24:00-08:00", "08:00-24:30", "08:00 - 09:00", 5]}}, "teems": {}}'),
    E'$.shop.weekly.mon[0] must be a span such as 08:00-23:00, two digits each; is "8-23"\n'
    '$.shop.weekly.monday is unknown; known here: fri, mon, sat, sun, thu, tue, wed; did you mean mon?\n'
    '$.shop.weekly.tue must be a list; is "08:00-23:00"\n'
    '$.shop.weekly.wed[0] must be a span such as 08:00-23:00, two digits each; is "24:00-08:00"\n'
    '$.shop.weekly.wed[1] must be a span such as 08:00-23:00, two digits each; is "08:00-24:30"\n'
    '$.shop.weekly.wed[2] must be a span such as 08:00-23:00, two digits each; is "08:00 - 09:00"\n'
    '$.shop.weekly.wed[3] must be a text; is 5\n'
    '$.teems is unknown; known here: shop, extra, teams, holidays, suspended; did you mean teams?', 'spans and names');
select is(pg_temp.problems(document), expected, expected) from (values
    ('[]'::jsonb, '$ must be an object; is []'), ('null', '$ must be an object; is null'), ('"x"', '$ must be an object; is "x"'),
    ('{"shop": {}}', '$.shop.weekly is required'), ('{"shop": null}', '$.shop must be an object; is null'),
    ('{"teams": {"night": {"weekly": []}}}', '$.teams.night.weekly must be an object; is []'),
    ('{"teams": {"": {"weekly": {}}}}', '$.teams. must have a name'),
    ('{"holidays": "2026-10-01"}', '$.holidays must be a list; is "2026-10-01"'),
    ('{"holidays": ["2026-2-3"]}', '$.holidays[0] must be a day such as 2026-10-01; is "2026-2-3"'),
    ('{"holidays": ["2026-02-28", "2026-02-29"]}', '$.holidays[1] must be a day of the years 2000 to 2100 that exists; is "2026-02-29"'),
    ('{"holidays": ["1999-12-31"]}', '$.holidays[0] must be a day of the years 2000 to 2100 that exists; is "1999-12-31"'),
    ('{"extra": [{"open": []}]}', '$.extra[0].day is required'), ('{"extra": [{"day": "2026-10-10"}]}', '$.extra[0].open is required'),
    ('{"extra": [{"day": "2101-01-01", "open": []}]}', '$.extra[0].day must be a day of the years 2000 to 2100 that exists; is "2101-01-01"'),
    ('{"extra": [{"day": "2026-10-10", "open": ["x"], "team": "desk"}]}', '$.extra[0].open[0] must be a span such as 08:00-23:00, two digits each; is "x"'),
    ('{"suspended": [{"until": "2026-02-16T00:00:00Z"}]}', '$.suspended[0].from is required'),
    ('{"suspended": [{"from": "2026-02-16T00:00:00", "until": "2026-02-17T00:00:00Z"}]}',
     '$.suspended[0].from must be an instant with its offset, such as 2026-02-16T00:00:00+08:00; is "2026-02-16T00:00:00"'),
    ('{"suspended": [{"from": "2026-02-16T00:00:00Z", "until": "2026-02-31T00:00:00Z"}]}',
     '$.suspended[0].until must be an instant of the years 2000 to 2100 that exists; is "2026-02-31T00:00:00Z"'),
    ('{"suspended": [{"from": "2026-02-16T00:00:00Z", "until": "2026-02-16T08:00:00+08:00"}]}',
     '$.suspended[0].until must be later than from, 2026-02-16T00:00:00Z; is 2026-02-16T08:00:00+08:00')) v(document, expected);

-- Warnings.
select is(pg_temp.problems('{"shop": {"weekly": {"mon": ["08:00-12:00", "12:00-13:00", "11:59-12:01"]}}, "extra": [{"day": "2026-10-10", "open": ["20:00-02:00", "22:00-23:00"]}]}'),
    E'warning: $.extra[0].open[1] 22:00-23:00 overlaps with 20:00-02:00; together they count once\n'
    'warning: $.shop.weekly.mon[2] 11:59-12:01 overlaps with 08:00-12:00 and 12:00-13:00; together they count once',
    'spans that overlap; those that touch do not');
select is(pg_temp.problems('{"teams": {"nigth": {"weekly": {}}, "Day": {"weekly": {}}}, "extra": [{"day": "2026-10-10", "open": [], "team": "dusk"}]}'),
    E'warning: $.extra[0].team no staff record names the team "dusk"; did you mean desk?\nwarning: $.teams.Day no staff record names the team "Day"\n'
    'warning: $.teams.nigth no staff record names the team "nigth"; did you mean night?', 'teams that nobody is in');

select is(array(select ref.nearest(w, array['mon', 'tue', 'weekly', 'holidays', '夜班']) from unnest(array['monday', 'MON', 'tu', 'teu', 'weakly', 'weeky', 'holi', 'hollidays', '夜', 'x', '']) w),
          array['mon', null, 'tue', 'tue', 'weekly', 'weekly', 'holidays', 'holidays', null, null, null], 'the name that is nearest, if one is near');

-- Loading.
select throws_ok($$ select ref.load_hours('{"shop": {}, "x": 1}', '2026-11-01') $$, '22023', 'service hours refused: 2 problem(s)', 'what is wrong is refused');
select throws_ok($$ select ref.load_hours(null, '2026-11-01') $$, '22004', null, 'a document is needed');
select throws_ok($$ select ref.load_hours('{}', null) $$, '22004', null, 'and a day');
select throws_ok($$ select ref.load_hours('{}', '2101-01-01') $$, '22023', 'the first day is 2101-01-01; it must lie in the years 2000 to 2100', 'which exists');
select is(ref.load_hours('{}', '2026-11-01'), true, 'always open: as before, but said');
select is(ref.load_hours(:'shipped', '2026-11-01'), true, 'hours');
select is(ref.load_hours(:'shipped', '2027-01-10'), true, 'the same, said of a later day');
select is(ref.load_hours('{"teams": {"night": {"weekly": {"thu": ["20:00-02:00"]}}}, "holidays": ["2026-12-11"], "extra": [{"day": "2026-12-12", "open": ["12:00-13:00", "09:00-10:00"]}],
    "suspended": [{"from": "2026-12-10T22:00:00+08:00", "until": "2026-12-12T09:30:00+08:00"}]}', '2026-12-01'), true, 'others');
select is(ref.hours_on('2027-01-10'), :'shipped'::jsonb, 'the later day keeps what was said of it, whatever is said of earlier ones afterwards');
select is(ref.load_hours(:'shipped', '2026-12-01'), true, 'those again, for the same day');
select is(ref.load_hours(:'shipped', '2026-12-01'), false, 'but not twice');
select is(fixture.rows('select effective, loaded_by = current_user from ref.service_hours order by id'), '2026-11-01 true, 2026-11-01 true, 2027-01-10 true, 2026-12-01 true, 2026-12-01 true',
          'each is kept, with who loaded it');
select is(array[ref.hours_on('2026-10-31'), ref.hours_on('2026-11-01') - 'comment', ref.hours_on('2026-12-05') - 'comment'],
          array['{}', :'shipped'::jsonb - 'comment', :'shipped'::jsonb - 'comment'], 'what is in force when');
select is(ref.hours_on('1990-01-01'), '{}', 'outside the calendar nothing is');
select throws_ok('update ref.service_hours set document = ''{}''', null, null, 'no document changes');
select throws_ok('delete from ref.service_hours', null, null, 'or goes');

-- A closed month keeps its hours.
select fixture.chat('c1', 'ann', 'bob 2026-10-05 answered=10:00>10:01', 'last bob');
select fixture.settle('2026-12-10Z');
select lives_ok($$ select period.close('2026-10-01', accept_warnings => true, anyway => true, reason => 'x') $$, 'October is closed');
select throws_ok($$ select ref.load_hours('{}', '2026-10-31') $$, '55000', '2026-10 is closed and keeps its hours; the first day can be 2026-11-01 or later', 'no day of it');
select is(ref.load_hours('{"teams": {"night": {"weekly": {"thu": ["20:00-02:00"]}}}, "holidays": ["2026-12-11"], "extra": [{"day": "2026-12-12", "open": ["12:00-13:00", "09:00-10:00"]}],
    "suspended": [{"from": "2026-12-10T22:00:00+08:00", "until": "2026-12-12T09:30:00+08:00"}]}', '2026-11-01'), true, 'the first one after it');

-- Showing and comparing.
select ref.load_hours(ref.hours_on('2026-11-01'), '2026-12-01');
select is(fixture.rows($$ select * from ref.shown_hours('2026-12-10', '2026-12-12') $$),
    '2026-12-10 thu null 00:00-24:00 always 22:00-24:00 2026-12-01, 2026-12-10 thu night 20:00-02:00 weekly 22:00-24:00 2026-12-01, '
    '2026-12-11 fri null closed holiday 00:00-24:00 2026-12-01, 2026-12-11 fri night closed holiday 00:00-24:00 2026-12-01, '
    '2026-12-12 sat null 09:00-10:00, 12:00-13:00 extra 00:00-09:30 2026-12-01, 2026-12-12 sat night 09:00-10:00, 12:00-13:00 extra 00:00-09:30 2026-12-01',
    'each day and team');
select is(fixture.rows($$ select * from ref.shown_hours('2026-12-10', '2026-12-10', 'night') $$), '2026-12-10 thu night 20:00-02:00 weekly 22:00-24:00 2026-12-01', 'one team');
select is(fixture.rows($$ select * from ref.shown_hours('2026-10-31', '2026-10-31', 'desk') $$), '2026-10-31 sat desk 00:00-24:00 always null null', 'one that has the shop''s, before the first');
set local timezone = 'Asia/Shanghai';
select is(fixture.rows($$ select * from ref.hours_differences('{"shop": {"weekly": {"sun": ["08:00-09:00"], "mon": ["09:00-10:00", "08:00-09:00"]}}, "holidays": ["2026-10-01"]}',
    '{"shop": {"weekly": {"mon": ["08:00-09:00", "09:00-10:00"], "sun": []}}, "teams": {"desk": {"weekly": {"tue": ["08:00-09:00"]}}}, "extra": [{"day": "2026-10-10", "team": "desk", "open": ["08:00-09:00"]}],
      "suspended": [{"from": "2026-02-16T00:00:00Z", "until": "2026-02-17T00:00:00Z"}]}') $$),
    'shop sun 08:00-09:00 closed, team desk mon null closed, team desk tue null 08:00-09:00, team desk wed null closed, team desk thu null closed, team desk fri null closed, '
    'team desk sat null closed, team desk sun null closed, holiday 2026-10-01 closed null, extra 2026-10-10 team desk null 08:00-09:00, '
    'suspended from 2026-02-16 08:00:00+08 null until 2026-02-17 08:00:00+08', 'line by line; the order of spans does not matter');
select is_empty($$ select * from ref.hours_differences('{}', '{"shop": {"weekly": {"mon": ["00:00-24:00"], "tue": ["00:00-24:00"], "wed": ["00:00-24:00"], "thu": ["00:00-24:00"],
    "fri": ["00:00-24:00"], "sat": ["00:00-24:00"], "sun": ["00:00-24:00"]}}, "comment": "x"}') $$, 'nothing said is always open');

select * from finish();
rollback;
