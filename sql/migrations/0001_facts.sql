-- 0001: the shop, its calendar and rules; facts; what the daemon writes beside them.
-- Text that orders or compares is COLLATE "C" (bytes), as the contract's event order wants it.
-- Event tables begin with their key, then at, then type: of two records of one event the smaller row
-- (in PostgreSQL's order of records) is the one that stays, so the columns stand in that order.

do $$
begin
    if getdatabaseencoding() <> 'UTF8' then
        raise exception 'the database is %, it must be UTF8', getdatabaseencoding()
            using hint = 'create it with: createdb --encoding UTF8 --template template0 NAME';
    end if;
end $$;

create schema ref;
create schema ingest;
create schema fact;
create schema settle;
create schema settled;
create schema rollup;
create schema score;
create schema merit;

comment on schema ref is 'The shop, its calendar, rules and staff: what the numbers are measured by.';
comment on schema ingest is 'The daemon''s own: positions, dirty list, dead letters, the write function.';
comment on schema fact is 'The sets of events, and the parts of contacts that follow from conversations.';
comment on schema settle is 'Functions that turn facts into settled rows.';
comment on schema settled is 'What each contact, order, ticket and survey amounts to: pure functions of facts.';
comment on schema rollup is 'Sums over settled rows by agent and day or month.';
comment on schema score is 'Scoring schemes and the engine that applies them.';
comment on schema merit is 'The public face: views and functions with stable names; nothing else is promised.';

-- ref ---------------------------------------------------------------------------------------------

create table ref.migration (
    version    integer primary key,
    name       text not null,
    checksum   text not null,
    applied_at timestamptz not null default now()
);
comment on table ref.migration is 'One row per migration applied: number, file name, SHA-256 of the file.';

create table ref.shop (
    singleton    boolean primary key default true check (singleton),
    shop         text,
    zone         text not null,
    cut_over     time not null,
    currency     text not null,
    topics       text[] not null,
    customer_key text not null
);
comment on table ref.shop is
    'The one shop of this database, written by meritd migrate: id (NULL: events of every shop are taken), '
    'IANA zone, cut-over of the business day, ISO 4217 currency, Kafka topics, fingerprint of the customer key.';

create table ref.day (
    day       date primary key,
    starts_at timestamptz not null
);
create index day_starts_at on ref.day (starts_at, day);
comment on table ref.day is
    'The business days: day D runs from its starts_at to that of D + 1. Made once by ref.set_shop.';

create table ref.rule_set (
    effective               date primary key,
    session_idle_hours      integer not null default 24 check (session_idle_hours between 1 and 8760),
    order_judge             text not null default 'order' check (order_judge in ('order', 'pay', 'order_first')),
    order_by                text not null default 'latest' check (order_by in ('latest', 'rounds')),
    order_window_days       integer not null default 2 check (order_window_days between 1 and 366),
    order_pay_days          integer not null default 7 check (order_pay_days between 0 and 366),
    sales_net               boolean not null default false,
    refund_days             integer not null default 15 check (refund_days between 0 and 366),
    response_cap_seconds    integer not null default 600 check (response_cap_seconds between 1 and 31536000),
    response_slow_seconds   integer not null default 40 check (response_slow_seconds between 0 and 31536000),
    response_unanswered     text not null default 'omit' check (response_unanswered in ('omit', 'cap')),
    ticket_reopen_days      integer not null default 15 check (ticket_reopen_days between 0 and 366),
    ticket_complaint_days   integer not null default 6 check (ticket_complaint_days between 0 and 366)
);
comment on table ref.rule_set is
    'The parameters of the numbers, effective from a month (its first day). Keys: meritd rules show.';
insert into ref.rule_set (effective) values ('2000-01-01');

-- fact --------------------------------------------------------------------------------------------

create table fact.conversation (
    conversation  text collate "C" primary key,
    version       uuid not null,
    customer      uuid,
    last_agent    text collate "C",
    open_asked_at timestamptz,
    open_agent    text collate "C",
    open_until    timestamptz,
    stubs         bytea not null
);
alter table fact.conversation alter stubs set storage external;
create index conversation_open on fact.conversation (open_until) where open_until is not null;
comment on table fact.conversation is
    'One row per conversation: its events as canonical bytes (stubs), their XXH3-128 (version), the '
    'customer''s pseudonym, the last agent any event names, and the round open at its end, if one is '
    '(question, holder, deadline after which it goes unanswered).';

create table fact.contact_part (
    customer          uuid not null,
    day               date not null,
    conversation      text collate "C" not null,
    agent             text collate "C" not null,
    counts_after      timestamptz not null,
    customer_messages integer not null,
    agent_messages    integer not null,
    first_customer_at timestamptz,
    agent_first_at    timestamptz,
    agent_last_at     timestamptz,
    intent            text collate "C",
    intent_at         timestamptz,
    intent_hash       bigint,
    asked             timestamptz[],
    waits_ms          bigint[],
    carried_asked     timestamptz[],
    carried_waits_ms  bigint[],
    first_waits_ms    bigint[],
    unanswered        timestamptz[],
    handed_over       timestamptz[],
    primary key (customer, day, conversation, agent, counts_after)
);
create index contact_part_day on fact.contact_part using brin (day) with (pages_per_range = 16);
create index contact_part_counts_after on fact.contact_part (counts_after)
    where counts_after > '-infinity';
comment on table fact.contact_part is
    'What one conversation contributes to the contact (agent, customer, day): messages, and rounds with '
    'the day of their question. Answered rounds: asked[i], answered waits_ms[i] later; carried: asked on an '
    'earlier day, answered on this one; first: the waits of first responses; unanswered, handed_over: question '
    'times. A row counts once as_of is later than counts_after (-infinity: always).';

create type fact.order_event_type as enum ('created', 'paid', 'refunded', 'cancelled');
create type fact.ticket_event_type as enum
    ('created', 'assigned', 'replied', 'resolved', 'reopened', 'closed');

create table fact.order_event (
    order_id text collate "C" not null,
    hash     bigint not null,
    at       timestamptz not null,
    type     fact.order_event_type not null,
    day      date not null,
    customer uuid,
    amount   numeric(14, 2) not null,
    agent    text collate "C",
    items    bigint,
    flagged  boolean not null,
    primary key (order_id, hash)
);
create index order_event_day on fact.order_event using brin (day) with (pages_per_range = 16);
comment on table fact.order_event is
    'One row per order event. hash: the event hash with its top bit flipped, so that it sorts as unsigned; '
    'event order is (at, type, hash). day: business day of at. amount: 0 for cancelled.';

create table fact.ticket_event (
    ticket   text collate "C" not null,
    hash     bigint not null,
    at       timestamptz not null,
    type     fact.ticket_event_type not null,
    day      date not null,
    customer uuid,
    agent    text collate "C",
    category text collate "C",
    channel  text collate "C",
    priority text collate "C",
    due      timestamptz,
    amount   numeric(14, 2),
    sla_met  boolean,
    primary key (ticket, hash)
);
create index ticket_event_day on fact.ticket_event using brin (day) with (pages_per_range = 16);
comment on table fact.ticket_event is 'One row per ticket event; hash and order as in fact.order_event.';

create table fact.survey (
    hash      bigint primary key,
    at        timestamptz not null,
    day       date not null,
    subject   text collate "C" check (subject in ('conversation', 'order', 'ticket')),
    reference text collate "C",
    agent     text collate "C",
    customer  uuid,
    dimension text collate "C",
    rating    bigint not null,
    scale     bigint not null
);
create index survey_reference on fact.survey (reference, subject) where reference is not null;
create index survey_day on fact.survey (day);
comment on table fact.survey is 'One row per survey answered; subject and reference: what it is about.';

create table fact.mark (
    hash      bigint primary key,
    at        timestamptz not null,
    agent     text collate "C" not null,
    indicator text collate "C" not null,
    period    text collate "C" not null,
    rater     text collate "C" not null,
    role      text collate "C" not null,
    score     numeric not null,
    scale     numeric not null
);
create index mark_key on fact.mark (period, agent, indicator, rater, at, hash);
comment on table fact.mark is 'One row per mark given; the last one from the same rater counts (fact.last_mark).';

create table fact.tally (
    hash  bigint primary key,
    at    timestamptz not null,
    day   date not null,
    agent text collate "C" not null,
    kind  text collate "C" not null,
    count numeric not null
);
create index tally_day on fact.tally (day, agent, kind);
comment on table fact.tally is 'One row per tally; day: the day given, else the business day of at.';

create table fact.target (
    hash   bigint primary key,
    at     timestamptz not null,
    agent  text collate "C" not null,
    period text collate "C" not null,
    metric text collate "C" not null,
    value  numeric not null
);
create index target_key on fact.target (period, metric, agent, at, hash);
comment on table fact.target is 'One row per target set; the last one counts (fact.last_target).';

create table fact.agent_event (
    hash     bigint primary key,
    at       timestamptz not null,
    day      date not null,
    agent    text collate "C" not null,
    name     text collate "C",
    employee text collate "C",
    team     text collate "C",
    role     text collate "C",
    lead     text collate "C",
    status   text collate "C",
    joined   date,
    "left"   date
);
create index agent_event_agent on fact.agent_event (agent, at, hash);
comment on table fact.agent_event is
    'One row per change of a staff record, effective from the business day of its time; NULL keeps the value.';

-- ingest ------------------------------------------------------------------------------------------

create table ingest.position (
    topic          text collate "C" not null,
    partition      integer not null,
    epoch          integer not null,
    next_offset    bigint not null,
    last_offset    bigint not null,
    last_timestamp timestamptz,
    last_key_hash  bigint not null,
    caught_up_at   timestamptz,
    end_offset     bigint,
    gap_records    bigint not null,
    primary key (topic, partition)
);
comment on table ingest.position is
    'One row per partition: every record before next_offset is in fact or ingest.dead_letter. epoch grows '
    'when the topic was found made anew; caught_up_at: when its end had last been reached; gap_records: '
    'offsets that retention ate unread, ever.';

create table ingest.dirty (
    id            bigint generated always as identity primary key,
    customers     uuid[],
    days          date[],
    conversations text[],
    orders        text[],
    tickets       text[],
    surveys       bigint[],
    names         integer not null generated always as
        (coalesce(cardinality(customers), 0) + coalesce(cardinality(conversations), 0)
         + coalesce(cardinality(orders), 0) + coalesce(cardinality(tickets), 0)
         + coalesce(cardinality(surveys), 0)) stored
);
alter table ingest.dirty alter customers set storage external, alter days set storage external,
    alter conversations set storage external, alter orders set storage external,
    alter tickets set storage external;
comment on table ingest.dirty is
    'One row per write that changed something: contacts (customers[i], days[i]), conversations whose last '
    'agent changed, orders, tickets, surveys; names: how many. Settling deletes what it settles.';

create table ingest.dead_letter (
    id           bigint generated always as identity primary key,
    run          uuid not null,
    topic        text collate "C" not null,
    partition    integer not null,
    "offset"     bigint not null,
    record_at    timestamptz,
    rejected_at  timestamptz not null default clock_timestamp(),
    reason       text not null,
    message      text not null,
    key          bytea,
    headers      bytea[],
    payload      bytea,
    cut          boolean not null,
    payload_hash bigint not null,
    unique (topic, partition, "offset", payload_hash, run)
);
create index dead_letter_reason on ingest.dead_letter (reason);
comment on table ingest.dead_letter is
    'One row per rejected record. From a file, partition is negative, offset is the line and run names the '
    'replay; from Kafka run is all zeros. headers: name, value, name, value, …; payload: at most 64 KiB, '
    'cut when the record was longer. reason: a code of docs/events.md.';

-- The rows of a write, field by field as daemon/model/rows.h has them.

create type ingest.conversation_row as (
    conversation text, version uuid, replaces uuid, customer uuid, last_agent text,
    last_agent_changed boolean, open_asked_at timestamptz, open_agent text, open_until timestamptz,
    stubs bytea);
create type ingest.part_key_row as (
    customer uuid, day date, conversation text, agent text, counts_after timestamptz);
create type ingest.part_row as (
    customer uuid, day date, conversation text, agent text, counts_after timestamptz,
    customer_messages integer, agent_messages integer, first_customer_at timestamptz,
    agent_first_at timestamptz, agent_last_at timestamptz, intent text, intent_at timestamptz,
    intent_hash bigint, asked timestamptz[], waits_ms bigint[], carried_asked timestamptz[],
    carried_waits_ms bigint[], first_waits_ms bigint[], unanswered timestamptz[],
    handed_over timestamptz[]);
create type ingest.order_event_row as (
    order_id text, hash bigint, type text, at timestamptz, day date, customer uuid,
    amount_cents bigint, agent text, items bigint, flagged boolean);
create type ingest.ticket_event_row as (
    ticket text, hash bigint, type text, at timestamptz, day date, customer uuid, agent text,
    category text, channel text, priority text, due timestamptz, amount_cents bigint, sla_met boolean);
create type ingest.survey_row as (
    hash bigint, at timestamptz, day date, subject text, reference text, agent text, customer uuid,
    dimension text, rating bigint, scale bigint);
create type ingest.mark_row as (
    hash bigint, at timestamptz, agent text, indicator text, period text, rater text, role text,
    score double precision, scale double precision);
create type ingest.tally_row as (
    hash bigint, at timestamptz, day date, agent text, kind text, count double precision);
create type ingest.target_row as (
    hash bigint, at timestamptz, agent text, period text, metric text, value double precision);
create type ingest.agent_row as (
    hash bigint, at timestamptz, day date, agent text, name text, employee text, team text, role text,
    lead text, status text, joined date, "left" date);
create type ingest.dead_letter_row as (
    topic text, partition integer, "offset" bigint, record_at timestamptz, reason text, message text,
    key bytea, headers bytea[], payload bytea, cut boolean, payload_hash bigint);
create type ingest.position_row as (
    topic text, partition integer, epoch integer, next_offset bigint, last_offset bigint,
    last_timestamp timestamptz, last_key_hash bigint, caught_up_at timestamptz, end_offset bigint,
    gap_records bigint);
