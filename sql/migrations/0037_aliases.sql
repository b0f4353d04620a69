-- 0037: several accounts of one person are one agent.

lock table settle.state in share update exclusive mode;  -- no settler of an older version is at work meanwhile

create table ref.agent_alias (
    account text collate "C" not null,
    agent   text collate "C" not null check (agent <> account),
    days    daterange not null check (not isempty(days)),
    primary key (account, days)
);
comment on table ref.agent_alias is
    'One row per account and span of business days on which it is another agent''s: what it does then is that agent''s. Spans of one '
    'account never meet, and no agent is an account of somebody on such a day. ref.set_alias alone writes here.';

create table ref.alias_change (
    id        bigint generated always as identity primary key,
    account   text collate "C" not null,
    agent     text collate "C" not null,
    days      daterange not null,
    made_at   timestamptz not null default pg_catalog.now(),
    made_by   text not null
);
comment on table ref.alias_change is
    'One row per change of ref.agent_alias: on these business days the account is the agent''s from now on, whatever it was before; '
    'its own where both are the same.';

create trigger refuse_change before update or delete or truncate on ref.alias_change
    for each statement execute function period.refuse_change();
alter table ref.alias_change enable always trigger refuse_change;

-- Who owns a ticket is a person of the number's day, and these two are of two days.
alter table settled.ticket add column due_agent text collate "C";
update settled.ticket set due_agent = agent;
alter table settled.ticket alter column due_agent set not null;
comment on table settled.ticket is
    'One row per ticket with any event. agent: whom a complaint or dispute counts for; due_agent: whom it counts for that it is '
    'overdue. due_open: the due time while nothing was resolved. resolution_*: per resolution its agent, business day, duration '
    '(NULL: unknown, or it came before the ticket was created), SLA, reopened, moment. owners: the accounts that owned it from owned_at '
    'on. merged: it is part of another one and counts nowhere, but for its surveys, which count by resolution_at and owned_at.';
