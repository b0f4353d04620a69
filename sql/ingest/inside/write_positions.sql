-- A position moves only forward within its epoch; everything else that it says only grows.

create or replace function ingest.write_positions(sent ingest.position_row[]) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    insert into ingest.position as p (topic, partition, epoch, next_offset, last_offset, last_timestamp, last_key_hash, caught_up_at,
                                      end_offset, gap_records, late_records, late_offset, late_at, holder, held_since)
    select s.topic, s.partition, s.epoch, s.next_offset, s.last_offset, s.last_timestamp, s.last_key_hash, s.caught_up_at,
           s.end_offset, s.gap_records, s.late_records, s.late_offset, s.late_at, current_setting('application_name'), clock_timestamp()
      from unnest(sent) s order by s.topic collate "C", s.partition
    on conflict (topic, partition) do update
       set epoch = excluded.epoch,
           next_offset = excluded.next_offset,
           last_offset = excluded.last_offset,
           last_timestamp = excluded.last_timestamp,
           last_key_hash = excluded.last_key_hash,
           caught_up_at = greatest(p.caught_up_at, excluded.caught_up_at),
           end_offset = excluded.end_offset,
           gap_records = greatest(p.gap_records, excluded.gap_records),
           late_records = excluded.late_records,
           late_offset = excluded.late_offset,
           late_at = excluded.late_at,
           holder = excluded.holder,
           held_since = case when p.holder = excluded.holder then p.held_since else excluded.held_since end
     where (excluded.epoch, excluded.next_offset) >= (p.epoch, p.next_offset)
$$;

comment on function ingest.write_positions(ingest.position_row[]) is
    'The position step of ingest.write. A position moves only forward within its epoch; the session that writes it '
    'becomes its holder.';
