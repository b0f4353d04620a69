-- 0010_commands: a dead letter of a file is keyed by content, clearings are recorded, positions name who holds them.

drop function if exists ingest.write(uuid, ingest.conversation_row[], ingest.part_key_row[], ingest.part_row[],
                           ingest.order_event_row[], ingest.ticket_event_row[], ingest.survey_row[], ingest.mark_row[],
                           ingest.tally_row[], ingest.target_row[], ingest.agent_row[], ingest.dead_letter_row[],
                           ingest.position_row[]);
drop function if exists ingest.write_dead_letters(uuid, ingest.dead_letter_row[]);

alter table ingest.dead_letter alter run set default '00000000-0000-0000-0000-000000000000';
create unique index dead_letter_line on ingest.dead_letter ("offset", payload_hash)
 where partition < 0 and run = '00000000-0000-0000-0000-000000000000';
comment on table ingest.dead_letter is
    'One row per rejected record. From a file, partition is negative and offset is the line. headers: name, value, name, '
    'value, …; payload: at most 64 KiB, cut when the record was longer. reason: a code of docs/events.md. payload_hash: of '
    'the payload, from a file of everything up to it, so that the same content brings the same rows. run: all zeros; before '
    'version 10 of the schema it named the replay of a file.';

create table ingest.dead_letter_clearing (
    id         bigint generated always as identity primary key,
    cleared_at timestamptz not null,
    cleared_by text not null,
    before     timestamptz,
    reason     text,
    ids        bigint[],
    letters    bigint not null
);
comment on table ingest.dead_letter_clearing is
    'One row per clearing of dead letters: by whom, which were asked for (NULL: no such condition), and how many they were.';

alter table ingest.position add holder text, add held_since timestamptz;
comment on column ingest.position.holder is 'application_name of the session that wrote the row last: which daemon, and where.';
comment on column ingest.position.held_since is 'Since when every write of the row was this holder''s.';
