-- 0002: settled rows and roll-ups. Only the holder of settle.lock() writes here.

create table settle.state (
    singleton boolean primary key default true check (singleton),
    as_of     timestamptz not null
);
comment on table settle.state is 'One row: the as_of of the last settlement.';

create table settled.contact (
    customer          uuid not null,
    day               date not null,
    agent             text collate "C" not null,
    customer_messages integer not null,
    agent_messages    integer not null,
    waits_ms          bigint[],
    unanswered        integer not null,
    handed_over       integer not null,
    first_responses   integer not null,
    first_response_ms bigint not null,
    inquirers         smallint not null,
    ordered           smallint not null,
    paid              smallint not null,
    primary key (customer, day, agent)
);
create index contact_day on settled.contact using brin (day) with (pages_per_range = 16);
comment on table settled.contact is
    'One row per agent, customer and business day with any message or round. inquirers, ordered, paid: 1 where '
    'the contact counts as such (docs/metrics.md). waits_ms: of the answered rounds, in the order of their '
    'questions, or ascending where more than one part has any. first_response_ms: sum of min(wait, cap).';

create table settled.orders (
    order_id         text collate "C" primary key,
    customer         uuid,
    created_at       timestamptz,
    created_day      date,
    amount           numeric(14, 2),
    flagged          boolean not null,
    credit           text collate "C",
    paid_at          timestamptz,
    paid_day         date,
    in_time_paid     boolean not null,
    refund_ms        bigint,
    payment_days     date[],
    payment_amounts  numeric[],
    payment_refunded numeric[],
    refund_excess    numeric not null,
    assists          text[] collate "C"
);
create index orders_created on settled.orders (customer, created_day);
create index orders_spanning on settled.orders (customer, paid_day) where paid_day <> created_day;
create index orders_created_day on settled.orders using brin (created_day) with (pages_per_range = 16);
create index orders_orphan on settled.orders (order_id) where created_at is null;
create index orders_excess on settled.orders (order_id) where refund_excess > 0;
comment on table settled.orders is
    'One row per order with any event. created_at NULL: no created was seen; it counts nowhere. credit: the '
    'agent it counts for or "(silent)". payment_*: per payment in event order its business day, amount and '
    'refunded part. refund_ms: paid_at to the earliest refund where that is within the limit. refund_excess: '
    'refunds beyond the payments. assists: agents who helped another''s order to its payment.';

create table settled.buyer (
    agent    text collate "C" not null,
    customer uuid not null,
    grain    text not null check (grain in ('day', 'month')),
    start    date not null,
    orders   integer not null,
    in_time  integer not null,
    payments integer not null,
    amount   numeric not null,
    primary key (agent, customer, grain, start)
);
create index buyer_start on settled.buyer using brin (start) with (pages_per_range = 16);
comment on table settled.buyer is
    'One row per agent, customer and period (a day, or a month by its first day): credited orders created '
    'in it, those of them paid in time, payments made in it and their sum (net if the rule says so).';

create table settled.ticket (
    ticket              text collate "C" primary key,
    created_day         date,
    category            text collate "C",
    agent               text collate "C" not null,
    due                 timestamptz,
    due_day             date,
    due_open            timestamptz,
    overdue             boolean not null,
    last_agent          text collate "C",
    reply_agent         text collate "C",
    reply_day           date,
    reply_ms            bigint,
    resolution_agents   text[] collate "C",
    resolution_days     date[],
    resolution_ms       bigint[],
    resolution_sla_met  boolean[],
    resolution_reopened boolean[]
);
create index ticket_due_open on settled.ticket (due_open) where due_open is not null;
create index ticket_created_day on settled.ticket using brin (created_day) with (pages_per_range = 16);
comment on table settled.ticket is
    'One row per ticket with any event. agent: who complaints, disputes and overdue count for. due_open: '
    'the due time while nothing was resolved. last_agent: whom a survey of the ticket counts for. '
    'resolution_*: per resolution its agent, business day, duration (NULL: unknown), SLA, reopened.';

create table settled.survey (
    hash  bigint primary key,
    agent text collate "C" not null,
    day   date not null,
    csat  numeric not null
);
create index survey_day on settled.survey (day);
comment on table settled.survey is
    'One row per survey: the agent it counts for, its business day, (rating - 1) / (scale - 1) * 100.';

create table rollup.agent_day (
    agent   text collate "C" not null,
    day     date not null,
    measure text collate "C" not null,
    bucket  smallint not null default 0,
    value   numeric not null,
    primary key (day, agent, measure, bucket)
) with (fillfactor = 70);  -- sums change in place: no index may hold the value
create index agent_day_received on rollup.agent_day (day, agent) where measure = 'received';
comment on table rollup.agent_day is
    'One row per agent, business day, measure and bucket: the sum of the lines of settled rows; no row where '
    'it is 0. bucket: settle.wait_bucket for measure wait, else 0. Durations are in milliseconds.';

create table rollup.agent_month (
    agent   text collate "C" not null,
    month   date not null,
    measure text collate "C" not null,
    bucket  smallint not null default 0,
    value   numeric not null,
    primary key (month, agent, measure, bucket)
) with (fillfactor = 70);
comment on table rollup.agent_month is
    'As rollup.agent_day, by month (its first day). Distinct customers are counted in the month.';

create type rollup.line as (
    agent text, start date, measure text, bucket smallint, value numeric);
comment on type rollup.line is
    'What a settled row contributes: to the measure of an agent in the period that begins at start.';

create type settle.span as (
    order_id text, customer uuid, created_at timestamptz, created_day date, paid_at timestamptz,
    paid_day date);
comment on type settle.span is 'From the creation of an order to its first payment.';
