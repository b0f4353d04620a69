-- Writes one batch in one transaction of its own. Every write only adds members to a set:
--   1. a committed position p means: every event before p in that partition is in fact, a dead letter, or too old
--      (positions are written only when nothing came back);
--   2. a conversation's parts are always rounds_of of its stubs (same transaction, row lock held);
--   3. no write loses a member (compare-and-swap by version; the smaller event wins on conflict).
-- Tables are touched in one fixed order, conversations in the order in which they are sent: by name.

create or replace function ingest.write(
    conversations ingest.conversation_row[],
    gone          ingest.part_key_row[],
    changed       ingest.part_row[],
    put           ingest.part_row[],
    order_events  ingest.order_event_row[],
    ticket_events ingest.ticket_event_row[],
    surveys       ingest.survey_row[],
    marks         ingest.mark_row[],
    tallies       ingest.tally_row[],
    targets       ingest.target_row[],
    agents        ingest.agent_row[],
    dead_letters  ingest.dead_letter_row[],
    positions     ingest.position_row[],
    clocks        ingest.clock_row[] default '{}'
) returns bigint
language plpgsql
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan  -- rows come in arrays: always look them up by index
set work_mem = '64MB'  -- a batch is sorted in memory
as $$
declare
    came_back   bigint := 0;
    dirty       ingest.dirty;
begin
    -- As if the connection were broken: a daemon of any version then connects anew, and stops if it is an older one.
    if coalesce((select s.kept_from::text from ref.shop s), '') <> coalesce(current_setting('merit.kept_from', true), '') then
        raise exception 'meritd retain has moved the day from which facts are kept' using errcode = 'connection_exception';
    end if;
    if cardinality(conversations) > 0 then
        select w.came_back, w.customers, w.days, w.conversations
          into came_back, dirty.customers, dirty.days, dirty.conversations
          from ingest.write_conversations(write.conversations, write.gone, write.changed, write.put, write.clocks) w;
    end if;
    if cardinality(order_events) > 0 then
        dirty.orders := ingest.write_order_events(order_events);
    end if;
    if cardinality(ticket_events) > 0 then
        dirty.tickets := ingest.write_ticket_events(ticket_events);
    end if;
    if cardinality(surveys) > 0 then
        dirty.surveys := ingest.write_surveys(surveys);
    end if;
    if cardinality(marks) > 0 or cardinality(tallies) > 0 or cardinality(targets) > 0 then
        perform ingest.write_records(marks, tallies, targets);
    end if;
    if cardinality(agents) > 0 then
        select w.staff, w.days into dirty.staff, dirty.staff_days from ingest.write_staff(agents) w;
    end if;
    if cardinality(dead_letters) > 0 then
        perform ingest.write_dead_letters(dead_letters);
    end if;
    if came_back = 0 and cardinality(positions) > 0 then
        perform ingest.write_positions(positions);
    end if;
    if num_nonnulls(dirty.customers, dirty.conversations, dirty.orders, dirty.tickets,
                    dirty.surveys, dirty.staff) > 0 then
        insert into ingest.dirty (customers, days, conversations, orders, tickets, surveys, staff, staff_days)
        values (dirty.customers, dirty.days, dirty.conversations, dirty.orders, dirty.tickets,
                dirty.surveys, dirty.staff, dirty.staff_days);
    end if;
    return came_back;
end $$;

comment on function ingest.write(
    ingest.conversation_row[], ingest.part_key_row[], ingest.part_row[], ingest.part_row[],
    ingest.order_event_row[], ingest.ticket_event_row[], ingest.survey_row[], ingest.mark_row[], ingest.tally_row[], ingest.target_row[],
    ingest.agent_row[], ingest.dead_letter_row[], ingest.position_row[], ingest.clock_row[]
) is
    'Writes one batch. Returns how many conversations were not written because the database holds another version than '
    'the one they name: read those by ingest.differing, unite them with yours, and write again. Positions are written '
    'only when it returns 0.';
