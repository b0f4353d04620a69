-- 0019: rows of facts change in their place. No index holds what changes with every message, pages keep room for the next
-- version of their rows, and indexes are ordered by the day, so that what is written today touches few of their pages.

-- A round that is open is a part with counts_after (unanswered once that has passed). The same stood in its conversation,
-- with an index that each message changed.
do $$
begin
    if to_regclass('merit.waiting_now') is not null then  -- what somebody else built on it stays
        create or replace view merit.waiting_now as
        select p.agent, p.conversation, p.unanswered[1] as asked_at, merit.now() - p.unanswered[1] as waiting
          from fact.contact_part p
         where p.counts_after >= merit.now() and p.unanswered is not null;
    end if;
end $$;
drop view if exists fact.counted_conversation;
alter table fact.conversation drop column open_asked_at, drop column open_agent, drop column open_until;
comment on table fact.conversation is
    'One row per conversation: its events as canonical bytes (stubs), their XXH3-128 (version), the '
    'customer''s pseudonym, and the last agent any event names.';
alter type ingest.conversation_row
    drop attribute open_asked_at, drop attribute open_agent, drop attribute open_until;

alter table fact.contact_part
    drop constraint contact_part_pkey,
    add primary key (day, customer, conversation, agent, counts_after);
drop index fact.contact_part_day;

drop function if exists ingest.write(ingest.conversation_row[], ingest.part_key_row[], ingest.part_row[],
    ingest.order_event_row[], ingest.ticket_event_row[], ingest.survey_row[], ingest.mark_row[], ingest.tally_row[],
    ingest.target_row[], ingest.agent_row[], ingest.dead_letter_row[], ingest.position_row[]);
drop function if exists ingest.write_conversations(ingest.conversation_row[], ingest.part_key_row[], ingest.part_row[]);

-- Nobody searches by other columns than these; of arrays and sums ANALYZE took a second each time.
do $$
declare
    c record;
begin
    for c in
        select a.attrelid::regclass as relation, a.attname as name
          from pg_attribute a
          join pg_index i on i.indrelid = a.attrelid and i.indisprimary
         where a.attrelid in ('fact.conversation'::regclass, 'fact.contact_part'::regclass, 'settled.contact'::regclass,
                              'rollup.agent_period'::regclass, 'ingest.dirty'::regclass)
           and a.attnum > 0 and not a.attisdropped and a.attnum <> all (i.indkey)
    loop
        execute format('alter table %s alter %I set statistics 0', c.relation, c.name);
    end loop;
end $$;

-- Pages keep room for the next version of a row. What rows that are gone leave is given to new ones once it is a twentieth of
-- the table, not a fifth.
alter table fact.conversation set (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);
alter table fact.contact_part set (fillfactor = 95, autovacuum_vacuum_scale_factor = 0.05);
alter table settled.contact set (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.05);
