-- ingest.expire_dead_letters: the oldest first, in steps, and recorded.
begin;
\ir ../fixture.psql
select plan(11);

-- 1,500 letters a minute apart, the last just 30 days old; then one a minute younger, and one of now, with the least id.
create function pg_temp.letter(line bigint, age interval) returns void language sql as $$
    insert into ingest.dead_letter (topic, partition, "offset", rejected_at, reason, message, cut, payload_hash)
    values ('events', 0, $1, now() - $2, 'not_json', 'a message', false, 1)
$$;
select from pg_temp.letter(0, '0');
select from generate_series(1, 1500) n, pg_temp.letter(n, interval '30 days' + (1501 - n) * interval '1 minute');
select from pg_temp.letter(1501, interval '30 days' - interval '1 minute');

select is(ingest.expire_dead_letters(30), 1000::bigint, 'a step is 1000');
select is((select min("offset") filter (where "offset" > 0) from ingest.dead_letter), 1001::bigint, 'the oldest go first');
select is(ingest.expire_dead_letters(30), 500::bigint, 'the rest');
select is((select array_agg("offset" order by "offset") from ingest.dead_letter), '{0,1501}'::bigint[], 'younger ones stay');
select is(ingest.expire_dead_letters(30), 0::bigint, 'nothing is left to do');
select is((select array_agg(c.letters order by c.id) from ingest.dead_letter_clearing c), '{1000,500}'::bigint[],
          'each step is recorded, an empty one is not');
select ok((select bool_and(c.before = now() - interval '30 days' and c.cleared_by = merit.caller() and c.reason is null
                           and c.ids is null) from ingest.dead_letter_clearing c), 'which were meant, and by whom');
select is(ingest.expire_dead_letters(36500), 0::bigint, 'a century');
select throws_ok('select ingest.expire_dead_letters(0)', '22023', 'dead letters are kept for a day at least', 'never all');
select throws_ok('select ingest.expire_dead_letters(null)', '22023', 'dead letters are kept for a day at least', 'not by null');

set local role meritd_settle;
select is(ingest.expire_dead_letters(29), 1::bigint, 'the settler may, though the table is closed to it');
reset role;
select * from finish();
rollback;
