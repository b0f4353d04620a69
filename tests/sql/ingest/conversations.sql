-- ingest.write, conversations: compare-and-swap, parts, what becomes dirty, ingest.differing. Invariants 1, 2 and 3.
begin;
\ir ../fixture.psql
select plan(47);

create function pg_temp.version(n integer) returns uuid language sql as $$ select lpad(n::text, 32, '0')::uuid $$;
create function pg_temp.row_of(name text, version integer, replaces integer, last text default null, changed boolean default false)
returns ingest.conversation_row language sql as $$
    select row($1, pg_temp.version($2), pg_temp.version($3), fixture.customer('ann'), $4, $5,
               ('\x' || lpad($2::text, 2, '0'))::bytea, null, null, null)::ingest.conversation_row
$$;
create function pg_temp.gone(conversation text, customer text, day date, agent text) returns ingest.part_key_row language sql as $$
    select row(fixture.customer($2), $3, $1, $4, '-infinity')::ingest.part_key_row
$$;
create function pg_temp.position(next bigint) returns ingest.position_row language sql as $$
    select row('events', 0, 0, $1, $1 - 1, null, 0, null, null, 0, 0, null, null)::ingest.position_row
$$;
create function pg_temp.stored() returns text language sql as $$
    select fixture.rows('select conversation, ltrim(version::text, ''0-'') as v from fact.conversation order by 1')
$$;
create function pg_temp.parts() returns text language sql as $$
    select fixture.rows('select conversation, agent, day, agent_messages from fact.contact_part order by 1, 2, 3')
$$;
-- What this transaction has done to the rows of a table.
create function pg_temp.counted(what text, relation regclass default 'fact.contact_part') returns bigint language plpgsql as $$
declare answer bigint;
begin
    execute format('select %I from pg_stat_xact_user_tables where relid = %s', what, relation::oid) into answer;
    return answer;
end $$;
-- What became dirty since it was last asked for, contacts by the customers' names.
create function pg_temp.dirty() returns text language plpgsql as $$
declare answer text;
begin
    answer := fixture.rows($q$
        select (select string_agg(n.name || k.day, '+' order by n.name, k.day)
                  from unnest(d.customers, d.days) as k(customer, day)
                  join unnest(array['ann', 'cid']) as n(name) on fixture.customer(n.name) = k.customer) as contacts,
               array_to_string(d.conversations, '+') as conversations
          from ingest.dirty d order by id $q$);
    delete from ingest.dirty;
    return answer;
end $$;

-- A row that is not there yet.
select is(fixture.write(conversations => array[pg_temp.row_of('c1', 1, null, 'bob', true)],
                        put => array[fixture.part('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:01')]), 0::bigint,
          'a new row is written');
select is(pg_temp.stored(), 'c1 1', 'with its version');
select is(pg_temp.parts(), 'c1 bob 2026-03-02 1', 'and its parts');
select is(pg_temp.dirty(), 'ann2026-03-02 c1', 'its contact is dirty, and the conversation for its last agent');

-- The same again: the row is what it should become, so nothing comes back and nothing is done.
select is(fixture.write(conversations => array[pg_temp.row_of('c1', 1, null, 'bob', true)],
                        put => array[fixture.part('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:01')]), 0::bigint,
          'an equal version is no come-back');
select is(pg_temp.dirty(), null, 'and makes nothing dirty');

-- By the right version.
select is(fixture.write(conversations => array[pg_temp.row_of('c1', 2, 1, 'bob')],
                        gone => array[pg_temp.gone('c1', 'ann', '2026-03-02', 'bob')],
                        put => array[fixture.part('c1', 'ann', 'cat 2026-03-03 answered=10:00>10:01,11:00>11:01')]), 0::bigint,
          'replaced by the version it has');
select is(pg_temp.stored(), 'c1 2', 'the row is the new one');
select is(pg_temp.parts(), 'c1 cat 2026-03-03 2', 'its old part is gone, the new one there');
select is(pg_temp.dirty(), 'ann2026-03-02+ann2026-03-03 null', 'both are dirty; the last agent stayed');

-- By a wrong version, by none, a row that is missing: each comes back, and changes nothing.
select is(fixture.write(conversations => array[pg_temp.row_of('c1', 3, 1, 'cat', true)],
                        gone => array[pg_temp.gone('c1', 'ann', '2026-03-03', 'cat')],
                        put => array[fixture.part('c1', 'ann', 'bob 2026-03-02 answered=10:00>10:01')],
                        positions => array[pg_temp.position(10)]), 1::bigint, 'a wrong version comes back');
select is(pg_temp.stored() || ': ' || pg_temp.parts(), 'c1 2: c1 cat 2026-03-03 2', 'row and parts stay');
select is(fixture.rows('select * from ingest.position'), null, 'the position is not written');
select is(pg_temp.dirty(), null, 'nothing is dirty');
select is(fixture.write(conversations => array[pg_temp.row_of('c1', 3, null)]), 1::bigint, 'none, but there is a row');
select is(fixture.write(conversations => array[pg_temp.row_of('c9', 3, 1)]), 1::bigint, 'one, but there is no row');
select is(fixture.write(conversations => array[pg_temp.row_of('c1', 2, 7)]), 0::bigint,
          'whatever it names: what is already there does not come back');
select is(pg_temp.stored(), 'c1 2', 'nothing happened by all that');

-- Many in one write: each for itself.
select is(fixture.write(
              conversations => array[pg_temp.row_of('c4', 4, null, null, true), pg_temp.row_of('c1', 5, 1, 'x', true),
                                     pg_temp.row_of('c3', 6, null, null, false), pg_temp.row_of('c2', 7, 3)],
              gone => array[pg_temp.gone('c1', 'ann', '2026-03-03', 'cat')],
              changed => array[fixture.part('c1', 'ann', 'cat 2026-03-03 answered=10:00>10:01')],
              put => array[fixture.part('c4', 'cid', 'bob 2026-03-04 answered=10:00>10:01'),
                           fixture.part('c1', 'cid', 'bob 2026-03-05 answered=10:00>10:01'),
                           fixture.part('c3', 'cid', 'bob 2026-03-06 answered=10:00>10:01')],
              order_events => array[row('o1', 1, 'created', '2026-03-02Z', '2026-03-02', null, 100, null, null, false, null)
                                    ::ingest.order_event_row],
              positions => array[pg_temp.position(10)]), 2::bigint, 'two come back');
select is(pg_temp.stored(), 'c1 2, c3 6, c4 4', 'the others are written');
select is(pg_temp.parts(), 'c1 cat 2026-03-03 2, c3 bob 2026-03-06 1, c4 bob 2026-03-04 1', 'with their parts and no others');
select is((select orders from ingest.dirty), array['o1'], 'everything else of the batch is written, too');
select is(pg_temp.dirty(), 'cid2026-03-04+cid2026-03-06 c4', 'only what was written is dirty');
select is((select count(*) from ingest.position), 0::bigint, 'but no position: what came back is not in facts yet');

-- The daemon reads what differs, unites and writes again, now with the position.
select is(fixture.rows($$ select conversation, ltrim(version::text, '0-') as v, stubs
                            from ingest.differing(array['c1', 'c2', 'c3', 'c4'],
                                                  array[pg_temp.version(1), pg_temp.version(3), pg_temp.version(6), null]) order by 1 $$),
          'c1 2 \x02, c2 null null, c4 4 \x04', 'rows that differ from what is held: another version or none');
select is(fixture.write(conversations => array[pg_temp.row_of('c1', 5, 2), pg_temp.row_of('c2', 7, null)],
                        positions => array[pg_temp.position(10)]), 0::bigint, 'nothing comes back any more');
select is((select next_offset from ingest.position), 10::bigint, 'so the position goes with it');
select is(pg_temp.stored(), 'c1 5, c2 7, c3 6, c4 4', 'all are written');
select is(pg_temp.dirty(), null, 'rows without a change of parts make nothing dirty');

-- A part that changes under its key is changed in its place; a new one overwrites nothing by mistake.
select throws_ok($$ select fixture.write(conversations => array[pg_temp.row_of('c3', 8, 6)],
                                         put => array[fixture.part('c3', 'cid', 'bob 2026-03-06 unanswered=13:00')]) $$,
                 '23505', null, 'a part that is there already');
select pg_temp.counted('n_tup_del') as gone \gset
select is(fixture.write(conversations => array[pg_temp.row_of('c3', 8, 6)],
                        changed => array[fixture.part('c3', 'cid',
                            'bob 2026-03-06 answered=10:00>10:01,12:00>12:01 intent=presale@10:00 '
                                                  'first=10:00>10:01 first_rounds=2 first_missing=09:00 queued_ms=-,5 closing=2 trailing=15:00 '
                            'unanswered=13:00 handed_over=14:00 carried=2026-03-05T23:00>09:00')]),
          0::bigint, 'a part may change');
select is(fixture.rows($$ select agent_messages, customer_messages, intent, cardinality(asked) as a, waits_ms, first_waits_ms,
                                 cardinality(unanswered) as e, cardinality(handed_over) as f,
                                 cardinality(carried_asked) as g, carried_waits_ms, queued_ms, first_rounds,
                                 first_asked = asked[:1] as h, first_missing, closing_messages, trailing_asked, bot_answered
                            from fact.contact_part where conversation = 'c3' $$),
          format('3 5 presale 2 [60000,60000] [60000] 1 1 1 [%s] [null,5] [2] true ["2026-03-06T09:00:00+00:00"] 2 '
                 '["2026-03-06T15:00:00+00:00"] null', 10 * 3600 * 1000), 'in every column');
select is(pg_temp.dirty(), 'cid2026-03-06 null', 'and is dirty once');
select is(pg_temp.counted('n_tup_del'), :gone::bigint, 'nothing was deleted for it');
select is(fixture.write(conversations => array[pg_temp.row_of('c3', 9, 8)],
                        changed => array[fixture.part('c3', 'cid', 'bob 2026-03-06 answered=10:00>10:01 first=10:00>10:01 messages=4/2')]),
          0::bigint, 'and again');
select is(pg_temp.counted('n_tup_hot_upd'), 1::bigint, 'nor an index touched, unless by a first response that came late');

-- Parts of one contact may differ in when they count.
select is(fixture.write(conversations => array[pg_temp.row_of('c3', 10, 9)],
                        put => array[fixture.part('c3', 'cid', 'bob 2026-03-06 unanswered=15:00 after=2026-03-07T15:00')]),
                            0::bigint,
          'a conditional part is another part');
select is(fixture.rows($$ select counts_after from fact.contact_part where conversation = 'c3' order by 1 $$),
          '-infinity, 2026-03-07T15:00:00+00:00', 'beside the one that counts always');
select is(fixture.write(conversations => array[pg_temp.row_of('c3', 11, 10)], gone => array[
              row(fixture.customer('cid'), '2026-03-06', 'c3', 'bob', '2026-03-07T15:00Z')::ingest.part_key_row]), 0::bigint,
                  'gone');
select is(fixture.rows($$ select counts_after from fact.contact_part where conversation = 'c3' order by 1 $$), '-infinity',
          'alone');

-- Nor does an index hold what a conversation's next message changes.
select is(fixture.write(conversations => array[pg_temp.row_of('c3', 12, 11, 'cat', true)]), 0::bigint, 'a conversation goes on');
select is(pg_temp.counted('n_tup_hot_upd', 'fact.conversation'), pg_temp.counted('n_tup_upd', 'fact.conversation'),
          'each time in its place');
select pg_temp.dirty();

-- Whatever is written, the columns of the row are those sent.
select is(fixture.write(conversations => array[row('c5', pg_temp.version(1), null, fixture.customer('cid'), 'bob', true,
              '\x0102', '2026-03-02 11:00Z', array['ann'], array['2026-03-02 10:00Z'::timestamptz])::ingest.conversation_row]),
          0::bigint, 'a whole row');
select is(fixture.rows($$ select customer = fixture.customer('cid') as c, last_agent, stubs, last_agent_at, earlier_agents,
                                 earlier_agents_at
                            from fact.conversation where conversation = 'c5' $$),
          'true bob \x0102 2026-03-02T11:00:00+00:00 ["ann"] ["2026-03-02T10:00:00+00:00"]', 'as it was sent');

-- Of new rows of which one exists already, the others are written all the same.
select is(fixture.write(conversations => array[pg_temp.row_of('c5', 2, null), pg_temp.row_of('c6', 1, null)],
                        put => array[fixture.part('c5', 'cid', 'bob 2026-03-09 messages=1/1'),
                                     fixture.part('c6', 'cid', 'bob 2026-03-10 messages=1/1')]), 1::bigint, 'one comes back');
select is(fixture.rows($$ select conversation, day from fact.contact_part where conversation in ('c5', 'c6') $$), 'c6 2026-03-10',
          'the other is there, and its parts alone');

-- A database that is being restored gets its keys last: no row may be added twice before.
alter table fact.conversation drop constraint conversation_pkey;
select throws_ok($$ select fixture.write(conversations => array[pg_temp.row_of('c5', 2, null)]) $$, '42P01', null,
                 'without its key nothing is added');

select * from finish();
rollback;
