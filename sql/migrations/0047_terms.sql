-- 0047: quarters, half-years and years (terms): schemes that score them, and terms that are closed as months are.

alter table score.scheme
    add column period text collate "C" not null default 'month' check (period in ('month', 'quarter', 'half_year', 'year'));
comment on column score.scheme.period is 'What its indicators are scored over: the document''s period.';

-- terms --------------------------------------------------------------------------------------------
-- A term''s key is its name as events have it: 2026-Q1, 2026-H1, 2026. Months have no rows here, and terms none among the months.

create table period.term_closing (
    term        text collate "C" not null check (term ~ '^2\d{3}(-Q[1-4]|-H[12])?$'),
    revision    integer not null check (revision >= 0),
    as_of       timestamptz not null,
    recorded_at timestamptz not null default clock_timestamp(),
    closed_by   text not null,
    reason      text check (revision = 0 or reason <> ''),
    overridden  jsonb not null,
    accepted    jsonb not null,
    scheme      text collate "C" not null,
    input_hash  text not null,
    result_hash text not null,
    primary key (term, revision)
);
comment on table period.term_closing is
    'One row per closed term and revision (0: the close). as_of: the present it was calculated at; recorded_at: the clock then; '
    'overridden: blockers closed over; accepted: warnings; scheme: the one whose ranking is posted; hashes: of the inputs, of the results.';

create table period.term_scheme (
    term     text collate "C" not null,
    revision integer not null,
    scheme   text collate "C" not null,
    version  integer not null,
    checksum text not null,
    primary key (term, revision, scheme),
    foreign key (scheme, version) references score.scheme
);
comment on table period.term_scheme is 'One row per closed term, revision and scheme: the version used.';

create table period.term_part (
    term          text collate "C" not null,
    revision      integer not null,
    part          text collate "C" not null,
    part_revision integer not null,
    primary key (term, revision, part)
);
comment on table period.term_part is
    'One row per closed term, revision and closed month (2026-01) or shorter term (2026-Q1) in it: the revision of that, of which the term is made.';

create table period.term_result (
    term     text collate "C" not null,
    revision integer not null,
    scheme   text collate "C" not null,
    agent    text collate "C" not null,
    scope    text not null check (scope in ('shop', 'team')),
    team     text collate "C",
    name     text collate "C",
    employee text collate "C",
    barred   text,
    total    numeric,
    grade    text,
    rank     integer,
    reached  text,
    why      text,
    parts    integer,
    primary key (term, revision, scheme, agent)
);
comment on table period.term_result is
    'One row per closed term, revision, scheme and agent scored, as it was. parts: how many months or shorter terms the total is made '
    'of; NULL where the scheme scores the term itself.';

create table period.term_indicator (
    term         text collate "C" not null,
    revision     integer not null,
    scheme       text collate "C" not null,
    agent        text collate "C" not null,
    indicator    text collate "C" not null,
    position     smallint not null,
    value        numeric,
    points       numeric,
    weight       numeric not null,
    contribution numeric,
    numbers      numeric[],
    edge         numeric,
    next_edge    numeric,
    missing      numeric,
    brings       numeric,
    primary key (term, revision, scheme, agent, indicator)
);
comment on table period.term_indicator is
    'One row per indicator of a row of period.term_result, as it was; where the term is made of parts, one per part: its name, and its '
    'total as value; NULL points: the part does not count.';

create function period.refuse_term_addition() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
    if exists (select from period.term_closing c where c.term = new.term and c.revision = new.revision) then
        raise exception 'insert into %.% is refused: revision % of % is closed', tg_table_schema, tg_table_name, new.revision, new.term
            using errcode = 'object_not_in_prerequisite_state';
    end if;
    return new;
end $$;
comment on function period.refuse_term_addition() is
    'Trigger: refuses rows for a term and revision that is closed (its row in period.term_closing comes last).';

do $$
declare
    fixed text;
begin
    foreach fixed in array array['period.term_closing', 'period.term_scheme', 'period.term_part', 'period.term_result', 'period.term_indicator'] loop
        execute format('create trigger refuse_change before update or delete or truncate on %s '
                       'for each statement execute function period.refuse_change()', fixed);
        execute format('alter table %s enable always trigger refuse_change', fixed);
    end loop;
    foreach fixed in array array['period.term_scheme', 'period.term_part', 'period.term_result', 'period.term_indicator'] loop
        execute format('create trigger refuse_addition before insert on %s '
                       'for each row execute function period.refuse_term_addition()', fixed);
        execute format('alter table %s enable always trigger refuse_addition', fixed);
    end loop;
end $$;

-- actions and postings of terms: month is NULL, and term says of which --------------------------------

alter table period.action
    alter column month drop not null,
    add column term text collate "C",
    add check (num_nonnulls(month, term) = 1),
    add unique (term, agent, action);
comment on column period.action.term is 'The term whose close or revision found it; month is NULL then.';

alter table period.action_change
    add column term text collate "C",
    add column term_revision integer,
    add foreign key (term, term_revision) references period.term_closing match full,
    add check (num_nonnulls(month, term) < 2);
alter table period.action_change drop constraint action_change_check;
alter table period.action_change
    add constraint action_change_check check (
        num_nulls(because, due) <> 1 and (due is null or state = 'open' and num_nonnulls(revision, term_revision) = 1));
comment on column period.action_change.term is 'With term_revision: the revision of a term that made it.';

alter table post.message
    alter column month drop not null,
    add column term text collate "C",
    add check (num_nonnulls(month, term) = 1),
    add unique (term, revision, sequence);
comment on column post.message.term is 'The term that was closed or revised; month is NULL then.';

-- These have other arguments from here on.
drop function if exists score.in_force(date);
drop function if exists score.leaf_shapes();
drop function if exists score.mark_series(date, jsonb[], score.subject[]);
drop function if exists score.target_series(date, jsonb[], score.subject[]);
drop function if exists score.mark_verdicts(date, jsonb, text, jsonb, score.subject[]);

create type period.part_total as (part text, agent text, total numeric, ranked boolean);
comment on type period.part_total is 'What an agent had in a month or shorter term, of which a longer one is made.';

drop view if exists merit.action;
drop function if exists merit.seen_actions();
