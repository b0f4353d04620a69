-- 0040: clocks, and events that come late.

-- Answers that stand up to five seconds before their question, by the source of the answer. The daemon finds them in a
-- conversation's events and sends with its row what it adds or takes away. Each change is added once, because its version is
-- replaced once. So their sum is a function of the set of events.

create type ingest.clock_row as (conversation text, source text, day date, change integer);
comment on type ingest.clock_row is
    'What one conversation adds to the early answers of a source and business day, or takes away from them.';

create table ingest.clock (
    id     bigint generated always as identity primary key,
    source text collate "C" not null,
    day    date not null,
    change bigint not null
);
comment on table ingest.clock is
    'Early answers that rollup.clock does not hold yet: one row per write, source and business day. Nobody waits for another.';

create table rollup.clock (
    source  text collate "C" not null,
    day     date not null,
    answers bigint not null check (answers <> 0),
    primary key (source, day)
);
comment on table rollup.clock is
    'Early answers: agents'' messages up to 5 s before the question that follows them, by the source of the message and the '
    'business day of the question, in all conversations. Only its sum with ingest.clock says something. A number below 0 would be a '
    'mistake, but settling does not stop for what pays nobody.';

-- Whom marks and targets name is asked along an index, as of tallies (0021).
create index mark_agent on fact.mark (agent);
create index target_agent on fact.target (agent);

-- Whether an event comes late follows from its record alone (its Kafka timestamp, its time). A position says how many of those
-- before it did: a function of the partition, as the position itself.
alter type ingest.position_row
    add attribute late_records bigint,
    add attribute late_offset bigint,
    add attribute late_at timestamptz;
alter table ingest.position
    add column late_records bigint not null default 0,
    add column late_offset bigint,
    add column late_at timestamptz;
comment on table ingest.position is
    'One row per partition: every record before next_offset is in fact or ingest.dead_letter. epoch grows '
    'when the topic was found made anew; caught_up_at: when its end had last been reached; gap_records: '
    'offsets that retention ate unread, ever; late_records: events, ever, whose records are more than an hour '
    'younger than what they tell (late_offset, late_at: the last of them), since version 40; holder: who wrote it last, since held_since.';
