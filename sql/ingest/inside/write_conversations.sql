-- The compare-and-swap: a row names the version that it replaces, or none when it must not exist yet. Parts and clocks are
-- written only for rows that were written; a part whose key stays is changed in its place. New rows are inserted as if none existed,
-- which costs half as much as looking first. If one does exist, the insert is undone, and the rows are inserted one by one.

create or replace function ingest.write_conversations(
    sent    ingest.conversation_row[],
    gone    ingest.part_key_row[],
    changed ingest.part_row[],
    put     ingest.part_row[],
    clocks  ingest.clock_row[],
    out came_back     bigint,
    out customers     uuid[],
    out days          date[],
    out conversations text[]
)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    inserted text[];
    updated  text[];
    written  text[];
    added    bigint;
begin
    -- While a database is being restored, its keys do not exist yet. Then this fails, so that no row is added
    -- twice.
    perform 'fact.conversation_pkey'::regclass;
    begin
        insert into fact.conversation (conversation, version, customer, last_agent, stubs,
                                       last_agent_at, earlier_agents, earlier_agents_at)
        select s.conversation, s.version, s.customer, s.last_agent, s.stubs,
               s.last_agent_at, s.earlier_agents, s.earlier_agents_at
          from unnest(sent) s
         where s.replaces is null;
        get diagnostics added = row_count;
    exception when unique_violation then
        with new_row as (
            insert into fact.conversation as c (conversation, version, customer, last_agent, stubs,
                                                last_agent_at, earlier_agents, earlier_agents_at)
            select s.conversation, s.version, s.customer, s.last_agent, s.stubs,
                   s.last_agent_at, s.earlier_agents, s.earlier_agents_at
              from unnest(sent) s
             where s.replaces is null
            on conflict (conversation) do nothing
            returning c.conversation
        )
        select coalesce(array_agg(r.conversation), '{}') into inserted from new_row r;
        added := cardinality(inserted);
    end;

    with new_row as (
        update fact.conversation c
           set version = s.version, customer = s.customer, last_agent = s.last_agent, stubs = s.stubs,
               last_agent_at = s.last_agent_at, earlier_agents = s.earlier_agents,
               earlier_agents_at = s.earlier_agents_at
          from (select (r.s).* from (select unnest(sent) as s) r
                 where (r.s).replaces is not null
                 order by (r.s).conversation collate "C") s
         where c.conversation = s.conversation and c.version = s.replaces
        returning c.conversation
    )
    select array_agg(r.conversation) into updated from new_row r;

    came_back := cardinality(sent) - added - coalesce(cardinality(updated), 0);
    if came_back > 0 then
        written := updated || coalesce(inserted, array(select s.conversation from unnest(sent) s
                                                        where s.replaces is null));
        -- Only rows that were written change their parts; an equal row needs nothing more.
        gone := array(select g from unnest(gone) g join unnest(written) w on g.conversation = w);
        changed := array(select p from unnest(changed) p join unnest(written) w on p.conversation = w);
        put := array(select p from unnest(put) p join unnest(written) w on p.conversation = w);
        clocks := array(select c from unnest(clocks) c join unnest(written) w on c.conversation = w);
        select count(*) into came_back
          from unnest(sent) s
         where not exists (select from unnest(written) w where w = s.conversation)
           and not exists (select from fact.conversation c
                            where c.conversation = s.conversation and c.version = s.version);
        sent := array(select s from unnest(sent) s join unnest(written) w on s.conversation = w);
    end if;

    if cardinality(gone) > 0 then
        delete from fact.contact_part p
         using unnest(gone) g
         where (p.day, p.customer, p.conversation, p.agent, p.counts_after)
             = (g.day, g.customer, g.conversation, g.agent, g.counts_after);
    end if;
    if cardinality(changed) > 0 then
        update fact.contact_part p
           set customer_messages = c.customer_messages, agent_messages = c.agent_messages,
               first_customer_at = c.first_customer_at,
               agent_first_at = c.agent_first_at, agent_last_at = c.agent_last_at,
               intent = c.intent, intent_at = c.intent_at, intent_hash = c.intent_hash,
               asked = c.asked, waits_ms = c.waits_ms,
               carried_asked = c.carried_asked, carried_waits_ms = c.carried_waits_ms,
               first_waits_ms = c.first_waits_ms,
               unanswered = c.unanswered, handed_over = c.handed_over,
               closing_messages = c.closing_messages, queued_ms = c.queued_ms,
               first_rounds = c.first_rounds, first_asked = c.first_asked,
               first_missing = c.first_missing, trailing_asked = c.trailing_asked,
               bot_answered = c.bot_answered
          from unnest(changed) c
         where (p.day, p.customer, p.conversation, p.agent, p.counts_after)
             = (c.day, c.customer, c.conversation, c.agent, c.counts_after);
    end if;
    if cardinality(put) > 0 then
        insert into fact.contact_part
        select p.* from unnest(put) p order by p.day, p.customer;  -- near in the index
    end if;

    if cardinality(clocks) > 0 then
        insert into ingest.clock (source, day, change)
        select c.source, c.day, sum(c.change) from unnest(clocks) c
         group by c.source, c.day having sum(c.change) <> 0;
    end if;

    select array_agg(k.customer), array_agg(k.day) into customers, days
      from (select (g.key).customer, (g.key).day from (select unnest(gone) as key) g
             union
            select (c.part).customer, (c.part).day from (select unnest(changed) as part) c
             union
            select (p.part).customer, (p.part).day from (select unnest(put) as part) p) k;
    select array_agg((r.s).conversation) into conversations
      from (select unnest(sent) as s) r where (r.s).surveys_follow;
end $$;

comment on function ingest.write_conversations(
    ingest.conversation_row[], ingest.part_key_row[], ingest.part_row[], ingest.part_row[], ingest.clock_row[]
) is
    'The conversation step of ingest.write. Returns how many conversations came back, and what became dirty: contacts '
    '(customers[i], days[i]), and conversations whose surveys move to another agent or customer.';
