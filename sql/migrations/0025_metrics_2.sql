-- 0025: the facts that version 2 of the metrics needs. What the walk finds in a conversation has changed; parts found by the
-- rules of version 1 are taken away here. Each conversation gets its parts anew when it is next written: its stubs are
-- still of format 1 then, which says that it has none.

-- Nothing of an older version settles, closes or deletes between here and the functions of now: each takes this lock first, waits
-- for what is under way, and then does not find it any more. What is named below must be settled by the rules of now.
lock table settle.state in share update exclusive mode;
drop function if exists settle.lock(boolean);

-- Conversations: whom surveys count for, from when on -----------------------------------------------------------------------

alter table fact.conversation
    add column last_agent_at     timestamptz,
    add column earlier_agents    text[] collate "C",
    add column earlier_agents_at timestamptz[],
    alter column last_agent_at     set statistics 0,  -- as in 0019
    alter column earlier_agents    set statistics 0,
    alter column earlier_agents_at set statistics 0;
comment on table fact.conversation is
    'One row per conversation: its events as canonical bytes (stubs), their XXH3-128 (version), the customer''s pseudonym, and '
    'whom its surveys count for. One answered at or after last_agent_at counts for last_agent; before, for the last of earlier_agents whose earlier_agents_at is not '
    'later; before all of these for nobody. They are who spoke last, or until somebody speaks who was named last, with the '
    'first moment of each business day on which they did.';

alter type ingest.conversation_row
    add attribute last_agent_at     timestamptz,
    add attribute earlier_agents    text[],
    add attribute earlier_agents_at timestamptz[];

-- Parts of contacts ---------------------------------------------------------------------------------------------------------

insert into ingest.dirty (customers, days)  -- what loses its parts is settled again
select array_agg(p.customer), array_agg(p.day)
  from (select c.customer, c.day, row_number() over (order by c.customer, c.day) / 10000 as batch
          from (select distinct customer, day from fact.contact_part) c) p
 group by p.batch;
insert into ingest.dirty (conversations)
select array_agg(c.conversation)
  from (select conversation, row_number() over (order by conversation) / 10000 as batch from fact.conversation) c
 group by c.batch;
truncate fact.contact_part;

create table ingest.renewal (
    singleton boolean primary key default true check (singleton),
    begun_at  timestamptz not null default pg_catalog.now()
);
comment on table ingest.renewal is
    'One row from when the parts of conversations were taken away until meritd migrate has written all of them anew. No month is '
    'final meanwhile, for its numbers miss what is in the others.';
insert into ingest.renewal (begun_at) select now() where exists (select from fact.conversation);

alter table fact.contact_part
    add column closing_messages integer not null default 0,
    add column queued_ms        bigint[],
    add column first_rounds     integer[],
    add column first_asked      timestamptz[],
    add column first_missing    timestamptz[],
    add column trailing_asked   timestamptz[],
    add column bot_answered     timestamptz[],
    alter column closing_messages set statistics 0,
    alter column queued_ms        set statistics 0,
    alter column first_rounds     set statistics 0,
    alter column first_asked      set statistics 0,
    alter column first_missing    set statistics 0,
    alter column trailing_asked   set statistics 0,
    alter column bot_answered     set statistics 0;
comment on table fact.contact_part is
    'What one conversation contributes to the contact (agent, customer, day): messages, and rounds and first responses with '
    'the day of their question. A row counts once as_of is later than counts_after (-infinity: always). Lists are ascending; '
    'an empty one is NULL.';
comment on column fact.contact_part.agent is
    'The account; "(unassigned)": nobody held the conversation; "(bot)": what bots answered.';
comment on column fact.contact_part.customer_messages is 'The customer''s messages that belong to the agent.';
comment on column fact.contact_part.closing_messages is 'Those of them that are closing.';
comment on column fact.contact_part.first_customer_at is
    'The earliest of the customer''s messages that is not closing; the earliest, if all are (customer_messages = '
    'closing_messages).';
comment on column fact.contact_part.asked is 'Answered rounds: their questions.';
comment on column fact.contact_part.waits_ms is 'From asked[i] to its answer.';
comment on column fact.contact_part.queued_ms is
    'From asked[i] to the assignment that last changed its holder while it was open; NULL: there was none, or (the whole '
    'list) for no round.';
comment on column fact.contact_part.first_rounds is
    'The places i of those asked[i] whose answer is their session''s first response, to the session''s first question.';
comment on column fact.contact_part.first_asked is
    'First responses to first questions that were handed over before: the questions. They stand beside first_rounds.';
comment on column fact.contact_part.first_waits_ms is 'From first_asked[i] to the first response.';
comment on column fact.contact_part.first_missing is
    'First questions of sessions that ended without a first response; the agent held the conversation then.';
comment on column fact.contact_part.unanswered is
    'Questions of rounds that went unanswered, but for those in trailing_asked.';
comment on column fact.contact_part.trailing_asked is
    'Questions of rounds that went unanswered in a session in which a round had been answered and none handed over since.';
comment on column fact.contact_part.handed_over is 'Questions of rounds that the agent handed over.';
comment on column fact.contact_part.bot_answered is 'Questions of rounds that a bot answered; only with the agent "(bot)".';
comment on column fact.contact_part.carried_asked is
    'Questions of rounds asked on an earlier day and answered on this one, carried_waits_ms[i] later. They count on '
    'their own day; credit looks for them here.';

alter type ingest.part_row
    add attribute closing_messages integer,
    add attribute queued_ms        bigint[],
    add attribute first_rounds     integer[],
    add attribute first_asked      timestamptz[],
    add attribute first_missing    timestamptz[],
    add attribute trailing_asked   timestamptz[],
    add attribute bot_answered     timestamptz[];

-- Orders, tickets, surveys --------------------------------------------------------------------------------------------------

alter type fact.order_event_type add value 'updated' after 'created';
alter type fact.ticket_event_type add value 'pended' after 'replied';
alter type fact.ticket_event_type add value 'resumed' after 'pended';
alter type fact.ticket_event_type add value 'merged' after 'closed';

alter table fact.order_event
    alter column amount drop not null,
    alter column flagged drop not null,
    add column pay_due timestamptz;
update fact.order_event set flagged = null where not flagged;  -- version 1 did not tell false from absent
comment on table fact.order_event is
    'One row per order event. hash: the event hash with its top bit flipped, so that it sorts as unsigned; event order is '
    '(at, type, hash). day: business day of at. amount: 0 for cancelled, NULL for an update that does not state it. agent, '
    'flagged, pay_due: as created or updated states them, NULL: not stated.';
alter type ingest.order_event_row add attribute pay_due timestamptz;

alter table fact.ticket_event add column "into" text collate "C";
comment on column fact.ticket_event."into" is 'The ticket of which this one is part from a merged on.';
alter type ingest.ticket_event_row add attribute "into" text;

alter table fact.survey add column survey text collate "C";
comment on column fact.survey.survey is
    'The answer''s id: of several rows with one id and dimension the last corrects the others; NULL: the row stands alone.';
alter type ingest.survey_row add attribute survey text;
