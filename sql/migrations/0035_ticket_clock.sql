-- 0035: tickets may be timed inside service hours alone.

alter table ref.rule_set
    add column ticket_clock text not null default 'elapsed' check (ticket_clock in ('hours', 'elapsed'));

create type settle.work as (agent text, day date, during tstzmultirange);
comment on type settle.work is
    'What a reply or resolution of a ticket took, without pauses. Service hours are those of the team that the agent is in on the day.';
