-- ingest.write, what stands beside the events: positions, dead letters, records as decimals; ingest.schema_version.
begin;
\ir ../fixture.psql
select plan(32);

-- Positions: forward only, within their epoch.
create function pg_temp.position(epoch integer, next bigint, caught_up_at timestamptz default null, gap bigint default 0,
                                 partition integer default 0)
returns ingest.position_row language sql as $$
    select row('events', $5, $1, $2, $2 - 1, '2026-03-02 10:00Z', $2 * 7, $3, $2 + 100, $4, 0, null, null)::ingest.position_row
$$;
create function pg_temp.positions() returns text language sql as $$
    select fixture.rows($q$ select partition, epoch, next_offset, last_offset, last_key_hash, caught_up_at::date as caught,
                                   end_offset, gap_records from ingest.position order by 1 $q$)
$$;
select is(fixture.write(positions => array[pg_temp.position(0, 10), pg_temp.position(0, 5, '2026-03-01Z', 3, 1)]), 0::bigint,
          'new');
select is(pg_temp.positions(), '0 0 10 9 70 null 110 0, 1 0 5 4 35 2026-03-01 105 3', 'both as sent');
select from fixture.write(positions => array[pg_temp.position(0, 9)]);
select is((select next_offset from ingest.position where partition = 0), 10::bigint, 'never back');
select from fixture.write(positions => array[pg_temp.position(0, 10, '2026-03-02Z')]);
select is(pg_temp.positions(), '0 0 10 9 70 2026-03-02 110 0, 1 0 5 4 35 2026-03-01 105 3', 'the same offset may know more');
select from fixture.write(positions => array[pg_temp.position(0, 20)]);
select is(pg_temp.positions(), '0 0 20 19 140 2026-03-02 120 0, 1 0 5 4 35 2026-03-01 105 3',
          'forward; being caught up once is not forgotten');
select from fixture.write(positions => array[pg_temp.position(0, 21, '2026-03-01Z', 7)]);
select from fixture.write(positions => array[pg_temp.position(0, 22, null, 4)]);
select is(pg_temp.positions(), '0 0 22 21 154 2026-03-02 122 7, 1 0 5 4 35 2026-03-01 105 3', 'the latest moment, the most gaps');
select from fixture.write(positions => array[pg_temp.position(1, 3)]);
select is((select array[epoch, next_offset] from ingest.position where partition = 0), array[1, 3]::bigint[],
          'a topic made anew begins again, in a new epoch');
select from fixture.write(positions => array[pg_temp.position(0, 1000)]);
select is((select array[epoch, next_offset] from ingest.position where partition = 0), array[1, 3]::bigint[],
          'the old epoch has nothing to say any more');

-- Dead letters: from Kafka one row a record, whoever rejects it; from files one a line and content up to it.
create function pg_temp.letter(partition integer, "offset" bigint, payload_hash bigint default 1, reason text default 'not_json')
returns ingest.dead_letter_row language sql as $$
    select row('events', $1, $2, '2026-03-02 10:00Z', $4, 'a message', '\x01', array['\x6e', '\x76', '\x6e', null]::bytea[],
               '\x7b', false, $3)::ingest.dead_letter_row
$$;
create function pg_temp.letters() returns text language sql as $$
    select fixture.rows($q$ select partition, "offset", payload_hash from ingest.dead_letter order by 1, 2, 3 $q$)
$$;
select is(fixture.write(dead_letters => array[pg_temp.letter(0, 5), pg_temp.letter(0, 6), pg_temp.letter(0, 6, 2),
          pg_temp.letter(0, 6)]),
          0::bigint, 'nothing comes back for a dead letter');
select is(pg_temp.letters(), '0 5 1, 0 6 1, 0 6 2', 'one a topic, partition, offset and payload');
select from fixture.write(dead_letters => array[pg_temp.letter(0, 5, 1, 'other'), pg_temp.letter(1, 5)]);
select is(pg_temp.letters(), '0 5 1, 0 6 1, 0 6 2, 1 5 1', 'whoever reads it again');
select is((select count(*) from ingest.dead_letter where reason = 'other'), 0::bigint, 'the first rejection stays');
delete from ingest.dead_letter;
select from fixture.write(dead_letters => array[pg_temp.letter(-1, 5), pg_temp.letter(-1, 6)]);
select from fixture.write(dead_letters => array[pg_temp.letter(-1, 5), pg_temp.letter(-2, 5)]);
select is(pg_temp.letters(), '-1 5 1, -1 6 1', 'a line of a file once, whichever of a replay''s files it is');
select from fixture.write(dead_letters => array[pg_temp.letter(-1, 5, 2)]);
select is(pg_temp.letters(), '-1 5 1, -1 5 2, -1 6 1', 'after another content it is another one');
insert into ingest.dead_letter (run, topic, partition, "offset", reason, message, cut, payload_hash)
select 'e0000000-0000-0000-0000-000000000000', f, -1, 5, 'not_json', '', false, 1 from unnest(array['a', 'b']) f;
select is((select count(*) from ingest.dead_letter), 5::bigint, 'older rows, keyed by the replay, may stand beside it');
delete from ingest.dead_letter where run <> '00000000-0000-0000-0000-000000000000';
select is(fixture.rows($$ select topic, record_at, reason, message, key, headers, payload, cut, rejected_at is not null as dated
                            from ingest.dead_letter where payload_hash = 2 $$),
          'events 2026-03-02T10:00:00+00:00 not_json a message \x01 ["\\x6e","\\x76","\\x6e",null] \x7b false true',
              'as it was sent');

-- A dead letter goes with the position that passed it: both or none.
select from fixture.write(conversations => array[row('c1', md5('1'), null, fixture.customer('ann'), null, false, '\x',
                                                     null, null, null)
                                                 ::ingest.conversation_row]);
select is(fixture.write(
              conversations => array[row('c1', md5('2'), md5('3'), fixture.customer('ann'), null, false, '\x', null, null, null)
                                     ::ingest.conversation_row],
              dead_letters => array[pg_temp.letter(7, 1)], positions => array[pg_temp.position(0, 2, null, 0, 7)]), 1::bigint,
                  'one comes back');
select is((select count(*) from ingest.dead_letter where partition = 7), 1::bigint, 'the dead letter is written');
select is((select count(*) from ingest.position where partition = 7), 0::bigint, 'the position is not, so it will come again');
select is(fixture.write(dead_letters => array[pg_temp.letter(7, 1)], positions => array[pg_temp.position(0, 2, null, 0, 7)]),
          0::bigint, 'again');
select is((select count(*) from ingest.dead_letter where partition = 7), 1::bigint, 'and is there once');

-- Records: doubles are kept as their shortest decimal.
select from fixture.write(
    marks => array[row(1, '2026-03-02 10:00Z', 'bob', 'zeal', '2026-03', 'kim', 'lead', 0.1::float8 + 0.2::float8,
                       5)::ingest.mark_row],
    tallies => array[row(1, '2026-03-02 10:00Z', '2026-03-01', 'bob', 'late', 0.1)::ingest.tally_row,
                     row(2, '2026-03-02 10:00Z', '2026-03-01', 'bob', 'late', 1e21)::ingest.tally_row],
    targets => array[row(1, '2026-03-02 10:00Z', 'bob', '2026-03', 'sales', 5e-324)::ingest.target_row],
    agents => array[row(1, '2026-03-02 10:00Z', '2026-03-02', 'bob', 'Bob', 'e7', 'east', 'agent', 'kim', 'regular', '2026-01-01',
                        '2026-12-31')::ingest.agent_row]);
-- 0.1 + 0.2 is the double above 0.3, whose shortest decimal is 0.30000000000000004.
select is((select score from fact.mark), 0.30000000000000004, 'a sum of doubles as the double it is');
select is((select string_agg(count::text, ' ' order by hash) from fact.tally), '0.1 1000000000000000000000',
          'a tenth, and a huge one');
select is((select value from fact.target), 5e-324::numeric, 'the smallest of all');
select is(fixture.rows('select agent, indicator, period, rater, role, scale from fact.mark'), 'bob zeal 2026-03 kim lead 5',
          'a mark as sent');
select is(fixture.rows('select agent, day, kind, at::date as at from fact.tally where hash = 1'),
          'bob 2026-03-01 late 2026-03-02', 'a tally');
select is(fixture.rows('select agent, period, metric from fact.target'), 'bob 2026-03 sales', 'a target');
select is(fixture.rows('select agent, day, name, employee, team, role, lead, status, joined, "left" from fact.agent_event'),
          'bob 2026-03-02 Bob e7 east agent kim regular 2026-01-01 2026-12-31', 'a staff record');

-- Any part of a write may be missing.
select is(ingest.write(null, null, null, null, null, null, null, null,
          array[row(3, '2026-03-02Z', '2026-03-02', 'cat', 'late', 1)::ingest.tally_row],
                       null, null, null, null), 0::bigint, 'tallies alone');
select is((select count(*) from fact.tally where agent = 'cat'), 1::bigint, 'are written');
select is(fixture.write(), 0::bigint, 'nothing at all');
select is(ingest.schema_version(), (select max(version) from ref.migration), 'the schema is that of the newest migration');

select * from finish();
rollback;
