-- 0049: marks and targets that people enter on the page: events of the contract whose source is urn:meritd:web.

create table period.entered (
    id         uuid primary key,
    at         timestamptz not null,
    type       text collate "C" not null check (type in ('mark.recorded', 'target.set')),
    data       jsonb not null,
    entered_by text not null,
    login      text collate "C" not null
);
comment on table period.entered is
    'One row per event that somebody entered: its id, time, type and data (docs/events.md), who did it and whose login that was. Written '
    'in the transaction that adds it to the facts, and never changed: a correction is another event.';
create trigger refuse_change before update or delete or truncate on period.entered
    for each statement execute function period.refuse_change();
alter table period.entered enable always trigger refuse_change;
