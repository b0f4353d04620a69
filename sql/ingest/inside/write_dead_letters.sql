create or replace function ingest.write_dead_letters(sent ingest.dead_letter_row[])
returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    insert into ingest.dead_letter (topic, partition, "offset", record_at, reason, message, key, headers, payload, cut,
                                    payload_hash)
    select s.topic, s.partition, s."offset", s.record_at, s.reason, s.message, s.key, s.headers, s.payload, s.cut,
           s.payload_hash
      from unnest(sent) s
     order by s.topic collate "C", s.partition, s."offset"
    on conflict do nothing
$$;

comment on function ingest.write_dead_letters(ingest.dead_letter_row[]) is
    'The dead-letter step of ingest.write. A dead letter from Kafka is unique by topic, partition, offset and payload; '
    'one from a file is unique by its line and what the file holds up to it.';
