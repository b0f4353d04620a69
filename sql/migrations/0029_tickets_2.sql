-- 0029: tickets, by version 2 of the metrics.

lock table settle.state in share update exclusive mode;  -- no settler of an older version is at work meanwhile

alter table settled.ticket
    drop column last_agent,
    add column resolution_at timestamptz[],
    add column owners        text[] collate "C",
    add column owned_at      timestamptz[],
    add column merged        boolean not null default false;
create index ticket_merged on settled.ticket (ticket) where merged;
create index ticket_untimed on settled.ticket (ticket)
 where created_day is not null and (reply_agent is not null and reply_ms is null or array_position(resolution_ms, null) > 0);
comment on table settled.ticket is
    'One row per ticket with any event. agent: who complaints, disputes and overdue count for. due_open: '
    'the due time while nothing was resolved. resolution_*: per resolution its agent, business day, duration (NULL: unknown, or '
    'it came before the ticket was created), SLA, reopened, moment. owners: who owned it from owned_at on. merged: it is part of '
    'another one and counts nowhere, but for its surveys, which count by resolution_at and owned_at.';

insert into ingest.dirty (tickets)  -- durations without pauses, and never negative
select array_agg(t.ticket)
  from (select ticket, row_number() over (order by ticket) / 10000 as batch from settled.ticket) t
 group by t.batch;
