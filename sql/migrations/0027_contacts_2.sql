-- 0027: contacts, and what they add up to, by version 2 of the metrics.

lock table settle.state in share update exclusive mode;  -- no settler of an older version is at work meanwhile

alter table ref.rule_set
    add column round_trailing  text not null default 'count' check (round_trailing in ('count', 'ignore')),
    add column response_from   text not null default 'question' check (response_from in ('question', 'assignment')),
    add column response_within integer[] not null default '{30,60,180}'
        check (cardinality(response_within) between 1 and 4 and 0 <= all (response_within) and 31536000 >= all (response_within));
comment on column ref.rule_set.response_within is 'Ascending, each once.';

-- What is settled was received by the rule of version 1, as the roll-ups have it, until it is settled anew (0025). Of first
-- responses only their number and sum was kept: they are equal ones till then.
alter table settled.contact rename column first_responses to first_missing;
alter table settled.contact rename column first_response_ms to first_waits_ms;
alter table settled.contact
    alter column first_waits_ms drop not null,
    alter column first_waits_ms type bigint[] using case when first_missing > 0 then
        array_fill(first_waits_ms / first_missing + 1, array[(first_waits_ms % first_missing)::integer])
        || array_fill(first_waits_ms / first_missing, array[(first_missing - first_waits_ms % first_missing)::integer]) end,
    alter column first_missing type integer using 0,
    add column received        smallint,
    add column trailing_rounds integer not null default 0,
    add column bot_answered    integer not null default 0,
    add column queued_rounds   integer not null default 0,
    add column queued_ms       bigint not null default 0,
    add column suspended       integer not null default 0;
alter table settled.contact
    alter column received type smallint using (customer_messages > 0 or waits_ms is not null)::integer,
    alter column received set not null,
    alter column received        set statistics 0,  -- as in 0019
    alter column trailing_rounds set statistics 0,
    alter column bot_answered    set statistics 0,
    alter column queued_rounds   set statistics 0,
    alter column queued_ms       set statistics 0,
    alter column suspended       set statistics 0;
comment on table settled.contact is
    'One row per agent, customer and business day with any message or round; of "(bot)" too, though it has no contact. received, '
    'inquirers, ordered, paid: 1 where the contact counts as such (docs/metrics.md). waits_ms: of the answered rounds, in the order '
    'of their questions, or ascending where the contact has more than one part. unanswered: with trailing rounds, unless the rule leaves '
    'them out. first_waits_ms: of the first responses, likewise; first_missing: sessions that had none. queued_rounds, queued_ms: answered rounds that were assigned '
    'after their question, and how long that took. suspended: rounds asked in a suspended span, which are in no other column.';

alter table rollup.agent_period
    add column trailing_rounds     bigint not null default 0,
    add column bot_answered_rounds bigint not null default 0,
    add column queued_rounds       bigint not null default 0,
    add column queue_ms            bigint not null default 0,
    add column suspended_rounds    bigint not null default 0,
    add column first_missing       bigint not null default 0,
    add column within              numeric not null default 0,
    alter column trailing_rounds     set statistics 0,
    alter column bot_answered_rounds set statistics 0,
    alter column queued_rounds       set statistics 0,
    alter column queue_ms            set statistics 0,
    alter column suspended_rounds    set statistics 0,
    alter column first_missing       set statistics 0,
    alter column within              set storage main,
    alter column within              set statistics 0;
comment on column rollup.agent_period.first_missing is 'Sessions with a question and no first response.';
comment on column rollup.agent_period.within is
    'How many waits of answered rounds are at most each number of seconds of the rule response.within (places 0 to 3), and of first '
    'responses (places 4 to 7), as one number in base 10^8.';

insert into rollup.agent_period as r (grain, start, agent, within)
select g.grain, date_trunc(g.grain, c.day::timestamp)::date, c.agent,
       coalesce(sum(case when w.ms <= 30000 then 10000000100000001 when w.ms <= 60000 then 10000000100000000
                         when w.ms <= 180000 then 10000000000000000 end), 0)
       + coalesce(sum(case when w.first_ms <= 30000 then 10000000100000001 when w.first_ms <= 60000 then 10000000100000000
                           when w.first_ms <= 180000 then 10000000000000000 end), 0) * 1e32
  from settled.contact c
 cross join unnest(c.waits_ms, c.first_waits_ms) as w(ms, first_ms)
 cross join (values ('day'), ('month')) as g(grain)
 group by 1, 2, 3
on conflict (grain, start, agent) do update set within = excluded.within;
