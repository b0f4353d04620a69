-- 0027: contacts, and what they add up to, by version 2 of the metrics.

lock table settle.state in share update exclusive mode;  -- no settler of an older version is at work meanwhile

alter table ref.rule_set
    add column round_trailing text not null default 'count' check (round_trailing in ('count', 'ignore'));

-- What is settled was received by the rule of version 1, as the roll-ups have it, until it is settled anew (0022).
alter table settled.contact
    add column received        smallint,
    add column trailing_rounds integer not null default 0,
    add column bot_answered    integer not null default 0,
    add column queued_rounds   integer not null default 0,
    add column queued_ms       bigint not null default 0;
alter table settled.contact
    alter column received type smallint using (customer_messages > 0 or waits_ms is not null)::integer,
    alter column received set not null,
    alter column received        set statistics 0,  -- as in 0019
    alter column trailing_rounds set statistics 0,
    alter column bot_answered    set statistics 0,
    alter column queued_rounds   set statistics 0,
    alter column queued_ms       set statistics 0;
comment on table settled.contact is
    'One row per agent, customer and business day with any message or round; of "(bot)" too, though it has no contact. received, '
    'inquirers, ordered, paid: 1 where the contact counts as such (docs/metrics.md). waits_ms: of the answered rounds, in the order '
    'of their questions, or ascending where more than one part has any. unanswered: with trailing rounds, unless the rule leaves '
    'them out. first_response_ms: sum of min(wait, cap). queued_rounds, queued_ms: answered rounds that were assigned '
    'after their question, and how long that took.';

alter table rollup.agent_period
    add column trailing_rounds     bigint not null default 0,
    add column bot_answered_rounds bigint not null default 0,
    add column queued_rounds       bigint not null default 0,
    add column queue_ms            bigint not null default 0,
    alter column trailing_rounds     set statistics 0,
    alter column bot_answered_rounds set statistics 0,
    alter column queued_rounds       set statistics 0,
    alter column queue_ms            set statistics 0;
