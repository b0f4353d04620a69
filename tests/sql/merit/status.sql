-- merit.status: what scripts poll; its members stay.
begin;
\ir ../fixture.psql
select plan(22);

select is((select array_agg(k order by k) from jsonb_object_keys(merit.status()) k),
          array['as_of', 'caught_up_at', 'daemons', 'dead_letters', 'dirty', 'kept_from', 'lag', 'months', 'months_overdue', 'now', 'positions',
                'postings', 'quality', 'recalculating', 'schema_version', 'shop', 'warnings'], 'the members');

-- Nothing has happened yet.
select is(merit.status() - array['now', 'shop', 'schema_version'],
          '{"as_of": null, "caught_up_at": null, "daemons": [], "dead_letters": {"total": 0, "by_reason": {}}, "dirty": 0, "kept_from": null, "recalculating": null, "lag": null,
            "months": [], "months_overdue": 0, "positions": [], "quality": {}, "postings": {"refused": 0, "unsent": 0}, "warnings": []}', 'of an empty database');
select is((merit.status() ->> 'schema_version')::integer, (select max(version) from ref.migration), 'the newest migration');
select is(merit.status(array['a warning']) -> 'warnings', '["a warning"]', 'warnings of the caller''s');

-- Positions: as far as they are known.
insert into ingest.position (topic, partition, epoch, next_offset, last_offset, last_key_hash, caught_up_at, end_offset, gap_records)
values ('events', 0, 0, 10, 9, 0, '2026-03-01 10:00Z', 15, 0),
       ('events', 1, 2, 20, 19, 0, '2026-03-01 09:00Z', 20, 3);
select is((merit.status() ->> 'lag')::integer, 15 - 10, 'lag is summed');
select is((merit.status() ->> 'caught_up_at')::timestamptz, '2026-03-01 09:00Z'::timestamptz, 'the earliest of all');
select is(merit.status() #> '{positions,1}',
          '{"topic": "events", "partition": 1, "epoch": 2, "next_offset": 20, "end_offset": 20, "lag": 0,
            "caught_up_at": "2026-03-01T09:00:00+00:00", "gap_records": 3, "holder": null, "held_since": null}', 'a position');
select is(jsonb_array_length(merit.status() -> 'warnings'), 3, 'a gap, a topic made anew and that no daemon runs are warnings');
-- Who holds a partition: a daemon that is still connected, since it wrote first.
update ingest.position set holder = 'meritd ingest here 1', held_since = '2026-03-01 08:00Z' where partition = 0;
update ingest.position set holder = 'meritd', held_since = '2026-03-01 08:00Z' where partition = 1;
select is(merit.status() #>> '{positions,0,holder}', null, 'who is gone holds nothing');
set application_name = 'meritd ingest here 1';
select from pg_stat_clear_snapshot();
select is(merit.status() #> '{positions,0}' -> 'held_since', '"2026-03-01T08:00:00+00:00"', 'who is there, since when');
select is(merit.status() -> 'daemons', '["meritd ingest here 1"]', 'daemons by their names');
select is(jsonb_array_length(merit.status() -> 'warnings'), 2, 'a daemon runs');
set application_name = 'meritd';
select from pg_stat_clear_snapshot();
select is(merit.status() #>> '{positions,1,holder}', null, 'a command holds nothing');
reset application_name;
insert into ingest.position (topic, partition, epoch, next_offset, last_offset, last_key_hash, gap_records)
values ('events', 2, 0, 0, -1, 0, 0);
select is(merit.status() -> 'caught_up_at', 'null'::jsonb, 'one that never was: never in all');

-- Backlog, settlements, dead letters, months.
select fixture.order('o1', 'ann', 'created 2026-03-02 12:00 amount=1', 'paid 2026-05-02 12:30 amount=1');
select is((merit.status() ->> 'dirty')::bigint, (select count(*) from ingest.dirty), 'writes that are not settled');
select fixture.settle('2026-06-01');
insert into ingest.dead_letter (run, topic, partition, "offset", reason, message, cut, payload_hash)
select gen_random_uuid(), 'f', -1, i, (array['not_json', 'too_large'])[1 + (i > 3)::integer], 'm', false, 0 from generate_series(1, 4) i;
select is(merit.status() -> 'dead_letters', '{"total": 4, "by_reason": {"not_json": 3, "too_large": 1}}', 'dead letters by reason');
select is(merit.status() - array['now', 'shop', 'schema_version', 'positions', 'daemons', 'dead_letters', 'warnings', 'lag', 'caught_up_at', 'postings', 'months_overdue', 'quality'],
          '{"as_of": "2026-06-01T00:00:00+00:00", "dirty": 0, "kept_from": null, "recalculating": null, "months": ["2026-03", "2026-05"]}',
          'settled; months with anything in them');

-- Month end. Numbers of March can change until 9 April, those of May until 9 June: a window's next business day, and 7 days to pay.
create function pg_temp.overdue(at timestamptz) returns bigint language plpgsql as $$
begin
    perform set_config('merit.now', at::text, true);
    return merit.status() ->> 'months_overdue';
end $$;
select is(array(select pg_temp.overdue(at) from unnest('{2026-03-31Z,2026-04-08T23:59:59Z,2026-04-09Z,2026-06-08T23:59:59Z,2026-06-09Z}'::timestamptz[]) at),
          array[0, 0, 1, 1, 2]::bigint[], 'months are overdue from their final day on');
select period.close('2026-03-01', anyway => true, accept_warnings => true, reason => 'a test');
select is(merit.status() -> 'months_overdue', '1', 'until they are closed');
insert into period.skipped (month, skipped_at, skipped_by, reason) values ('2026-05-01', now(), 'me', 'a test');
select is(merit.status() -> 'months_overdue', '0', 'or passed over');
insert into post.receiver (receiver, kind) values ('a', 'file'), ('b', 'file'), ('c', 'file'), ('d', 'file');
select post.queue('2026-03-01');
update post.outbox set state = 'refused' where receiver = 'b';
update post.outbox set state = 'sent' where receiver = 'c';
select is(merit.status() -> 'postings', '{"unsent": 2, "refused": 1}', 'postings that are not sent, and that were refused');
update post.receiver set enabled = false where receiver in ('a', 'b');
select is(merit.status() -> 'postings', '{"unsent": 1, "refused": 0}', 'those of disabled receivers are nobody''s concern');

select * from finish();
rollback;
