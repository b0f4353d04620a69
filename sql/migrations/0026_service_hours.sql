-- 0026: service hours: documents with a history, and the hours that follow from them.

create table ref.service_hours (
    id        bigint generated always as identity primary key,
    effective date not null check (effective between '2000-01-01' and '2100-12-31'),
    document  jsonb not null,
    loaded_at timestamptz not null default pg_catalog.now(),
    loaded_by text not null default current_user
);
create index service_hours_effective on ref.service_hours (effective, id);
comment on table ref.service_hours is
    'One row per document of service hours that was loaded. In force on a calendar day: of the documents whose effective is '
    'not after it, the one with the latest effective, and of those the one loaded last. Before the first: always open.';
comment on column ref.service_hours.effective is 'First calendar day that it is in force.';

create trigger refuse_change before update or delete or truncate on ref.service_hours
    for each statement execute function period.refuse_change();
alter table ref.service_hours enable always trigger refuse_change;

create table ref.hours_team (
    team text collate "C" primary key
);
comment on table ref.hours_team is
    'One row per team that some document of service hours names. Every other team, and who has none, has the shop''s hours.';

create table ref.open_span (
    team      text collate "C" not null,
    opens_at  timestamptz not null,
    closes_at timestamptz not null check (closes_at > opens_at),
    open_ms   bigint not null,
    primary key (team, opens_at)
);
comment on table ref.open_span is
    'One row per span in which a team''s hours are open without a break, as ref.open_spans makes them from all documents; '
    'none while no document is loaded. team: one of ref.hours_team, or '''' for the shop.';
comment on column ref.open_span.open_ms is 'Milliseconds that the team''s hours were open before the span.';

comment on column score.rule.parameters is
    'Shape of the rule''s parameters, in the language of ref.shape_problems; score.check holds documents to it.';
