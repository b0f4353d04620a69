-- The shop and its calendar: ref.set_shop, ref.shop_differences, ref.day_of, ref.sorted_list, fact.any_fact,
-- fact.any_real.
begin;
\ir ../fixture.psql
select plan(56);

create function pg_temp.starts(day date) returns text language sql as $$
    select to_char(d.starts_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') from ref.day d where d.day = $1
$$;
create function pg_temp.hours(day date) returns numeric language sql as $$
    select trim_scale(extract(epoch from e.starts_at - d.starts_at) / 3600) from ref.day d join ref.day e on e.day = d.day + 1
     where d.day = $1
$$;

-- A plain calendar.
select is(fixture.rows('select count(*), min(day), max(day), count(distinct starts_at) from ref.day'),
          (date '2101-01-07' - date '1999-12-25' + 1) || ' 1999-12-25 2101-01-07 '
          || (date '2101-01-07' - date '1999-12-25' + 1), 'one row a day, from a week before 2000 to a week after 2100');
select is(ref.day_of('2026-03-02 00:00Z'), date '2026-03-02', 'a day begins with its first instant');
select is(ref.day_of('2026-03-01 23:59:59.999Z'), date '2026-03-01', 'and ends before the next one''s');
select is(ref.day_of(null), null, 'no instant has no day');
select is(ref.day_of('1999-12-24 23:59Z'), null, 'nothing is before the first');

-- Shanghai, from half past four: 04:30 at +8 is 20:30 of the day before in UTC.
select ref.set_shop('s1', 'Asia/Shanghai', '04:30', 'CNY', array['a', 'b'], 'key');
select is(pg_temp.starts('2026-03-02'), '2026-03-01 20:30', 'the cut-over is wall-clock time of the zone');
select is(ref.day_of('2026-03-01 20:29:59.999Z'), date '2026-03-01', 'at night it is still the day before');
select is(ref.day_of('2026-03-01 20:30Z'), date '2026-03-02', 'until the cut-over');

-- New York: 2026-03-08 has no 02:00 … 02:59, 2026-11-01 has 01:00 … 01:59 twice.
select ref.set_shop('s1', 'America/New_York', '00:00', 'CNY', array['a', 'b'], 'key');
select is(pg_temp.starts('2026-03-08') || ' ' || pg_temp.hours('2026-03-08'), '2026-03-08 05:00 23', '23 hours in spring');
select is(pg_temp.starts('2026-11-01') || ' ' || pg_temp.hours('2026-11-01'), '2026-11-01 04:00 25', '25 in autumn');
select is(pg_temp.hours('2026-03-07') || ' ' || pg_temp.hours('2026-03-09'), '24 24', '24 else');
select is(ref.day_of('2026-11-02 04:59:59.999Z'), date '2026-11-01', 'the last moment of the long day');
select is(ref.day_of('2026-11-02 05:00Z'), date '2026-11-02', 'and what follows');
-- 02:30 does not exist: read at -5, it is 07:30 in UTC. The day before began at 07:30, the one after at 06:30 (-4).
select ref.set_shop('s1', 'America/New_York', '02:30', 'CNY', array['a', 'b'], 'key');
select is(pg_temp.starts('2026-03-08'), '2026-03-08 07:30', 'a wall clock in the gap is read with the offset before it');
select is(pg_temp.hours('2026-03-07') || ' ' || pg_temp.hours('2026-03-08'), '24 23', 'so the short day is that of the gap');
-- 01:30 is 05:30 (-4) and 06:30 (-5) in UTC.
select ref.set_shop('s1', 'America/New_York', '01:30', 'CNY', array['a', 'b'], 'key');
select is(pg_temp.starts('2026-11-01'), '2026-11-01 06:30', 'of two the later one');
select is(pg_temp.hours('2026-10-31') || ' ' || pg_temp.hours('2026-11-01'), '25 24', 'so the long day is the one before');

-- Samoa left out 2011-12-30: 00:00 of the 30th at -10 and of the 31st at +14 are one instant, 10:00 in UTC.
select ref.set_shop('s1', 'Pacific/Apia', '00:00', 'CNY', array['a', 'b'], 'key');
select is(pg_temp.hours('2011-12-29') || ' ' || pg_temp.hours('2011-12-30') || ' ' || pg_temp.hours('2011-12-31'), '24 0 24',
          'a day that the zone left out has no length');
select is(ref.day_of('2011-12-30 09:59:59.999Z'), date '2011-12-29', 'before it');
select is(ref.day_of('2011-12-30 10:00Z'), date '2011-12-31', 'nothing belongs to it');
select ref.set_shop('s1', 'Pacific/Apia', '04:30', 'CNY', array['a', 'b'], 'key');
select is(fixture.rows($$ select ref.day_of('2011-12-30 14:29Z'), ref.day_of('2011-12-30 14:30Z') $$), '2011-12-29 2011-12-31',
          'nor with a cut-over');
select is(fixture.rows($$ select count(*) from ref.day d join ref.day e on e.day = d.day + 1 and e.starts_at < d.starts_at $$),
          '0', 'no day begins before the one before it');

-- What the database says of a configuration.
select ref.set_shop('s1', 'Asia/Shanghai', '04:30', 'CNY', array['a', 'b'], 'key');
select is_empty($$ select ref.shop_differences('s1', 'Asia/Shanghai', '04:30', 'CNY', array['a', 'b'], 'key') $$, 'equal');
select is_empty($$ select ref.shop_differences('s1', 'Asia/Shanghai', '4:30:00', 'CNY', array['b', 'a'], 'key') $$,
                'topics have no order, and a time of day has many spellings');
select is(fixture.rows($$ select ref.shop_differences('s1', 'Asia/Shanghai', '04:30', 'GBP', array['a', 'b'], 'key') $$),
          'shop.currency is GBP in the configuration and CNY in the database', 'each difference is a sentence with both values');
create function fixture.without_shop() returns text language plpgsql as $$
declare
    answer text;
begin
    delete from ref.shop;
    select string_agg(d, ' ') into answer from ref.shop_differences('s1', 'UTC', '00:00', 'GBP', array['a'], 'key') d;
    raise exception using errcode = 'MD001';
exception when sqlstate 'MD001' then
    return answer;
end $$;
select is(fixture.without_shop(), 'nothing is known of the shop', 'there is none yet');
select is((select count(*) from ref.shop_differences(null, 'UTC', '00:00', 'GBP', array['a'], 'other')), 6::bigint, 'all at once');
select is(fixture.rows($$ select ref.shop_differences(null, 'Asia/Shanghai', '04:30', 'CNY', array['a', 'b'], 'key') $$),
          'shop.id is not set in the configuration and s1 in the database', 'no value has words, too');
select is(fixture.rows($$ select ref.shop_differences('s1', 'Asia/Shanghai', '04:30', 'CNY', array['a', 'c'], 'key') $$),
          'kafka.topics is a, c in the configuration and a, b in the database', 'so have lists');

-- The language follows from the currency, unless it is stated.
select is((select language from ref.shop), 'zh', 'in CNY it is Chinese');
select is_empty($$ select ref.shop_differences('s1', 'Asia/Shanghai', '04:30', 'CNY', array['a', 'b'], 'key', 'zh') $$, 'which may be stated, too');
select is(fixture.rows($$ select ref.shop_differences('s1', 'Asia/Shanghai', '04:30', 'CNY', array['a', 'b'], 'key', 'en') $$),
          'shop.language is en in the configuration and zh in the database', 'another one differs');

-- What may change.
select throws_like($$ select ref.set_shop('s1', 'Asia/Atlantis', '04:30', 'CNY', array['a'], 'key') $$,
                   '%"Asia/Atlantis", which is no IANA time zone%', 'an unknown zone is refused');
select is((select zone from ref.shop), 'Asia/Shanghai', 'and changes nothing');
select throws_like($$ select ref.set_shop('s1', 'Factory', '04:30', 'CNY', array['a'], 'key') $$, '%which is no IANA time zone%',
                   'so is a name that is no place''s: localtime, for one, is another zone on another server');
update ref.shop set zone = 'Factory';
select lives_ok($$ select ref.set_shop('s1', 'Factory', '04:30', 'CNY', array['a', 'b'], 'key') $$, 'who has one already keeps it');
update ref.shop set zone = 'Asia/Shanghai';
create temporary table before as select d.xmin::text || d.ctid as mark from ref.day d;
select ref.set_shop('s1', 'Asia/Shanghai', '04:30', 'CNY', array['c'], 'key');
select set_eq('select d.xmin::text || d.ctid from ref.day d', 'select mark from before', 'the same shop makes no new calendar');
select is((select topics from ref.shop), array['c'], 'but takes the topics');
select is(fact.any_fact(), false, 'there are no facts yet');
select ref.set_shop('s2', 'UTC', '00:00', 'GBP', array['c'], 'new');
select is(fixture.rows('select shop, zone, cut_over, currency, customer_key from ref.shop'), 's2 UTC 00:00:00 GBP new',
          'without facts everything may change');
select is((select language from ref.shop), 'en', 'in another currency it is English');
select is(pg_temp.starts('2026-03-02'), '2026-03-02 00:00', 'the calendar with it');

select fixture.order('oabc123-7', 'ann', 'created 2026-03-02 10:00 amount=1');
select is(fact.any_real(), false, 'an order of the form of invented ones is no real one');
select fixture.order('o1', 'ann', 'created 2026-03-02 10:00 amount=1');
select is(fact.any_real(), true, 'another one is');
select is(fact.any_fact(), true, 'one event is a fact');
select throws_ok($$ select ref.set_shop('s2', 'UTC', '04:30', 'GBP', array['c'], 'new') $$, 'P0001',
                 'the shop cannot change once there are facts: shop.cutover is 04:30:00 in the configuration and 00:00:00 in the '
                 'database', 'then it is fixed');
select lives_ok($$ select ref.set_shop('s2', 'UTC', '00:00', 'GBP', array['c', 'd'], 'new') $$, 'but for its topics');
select is((select topics from ref.shop), array['c', 'd'], 'which change');
select lives_ok($$ select ref.set_shop('s2', 'UTC', '00:00', 'GBP', array['c', 'd'], 'new', 'zh') $$, 'and its language');
select is((select language from ref.shop), 'zh', 'which changes');
select is(fixture.rows($$ select ref.shop_differences('s2', 'UTC', '00:00', 'GBP', array['c', 'd'], 'new') $$),
          'shop.language is en in the configuration and zh in the database', 'and is no longer the currency''s');
select lives_ok($$ select ref.set_shop('s2', 'UTC', '00:00', 'GBP', array['c', 'd'], 'new') $$, 'until it is stated no more');
select throws_ok($$ select ref.set_shop('s2', 'UTC', '00:00', 'GBP', array['c', 'd'], 'new', 'fr') $$, '23514', null, 'there are two languages');

select is(ref.sorted_list(array['b', 'a', 'B']), 'B, a, b', 'a list in the order of bytes');
select is(ref.sorted_list('{}'), null, 'of nothing');
select is((select count(*) from ref.shop), 1::bigint, 'a database is one shop');

select * from finish();
rollback;
