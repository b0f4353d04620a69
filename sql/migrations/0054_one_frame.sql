-- 0054: one frame for what closes and revises months and terms; marks of terms that are due.

create type period.task as (
    month            date,
    term             text,
    revises          boolean,
    as_of            timestamptz,
    anyway           boolean,
    accept_warnings  boolean,
    skip             boolean,
    schemes_in_force boolean,
    reason           text,
    signed_by        text,
    dry_run          boolean
);
comment on type period.task is
    'What a close or a revision (revises) is asked to do, of a month or, where term is not NULL, of a term: period.carry_out. as_of: the instant '
    'that the caller names (merit.told), or NULL.';

-- Marks are due of months and of terms: it says of which period.
drop function if exists web.mark_labels(date);

-- A posting is of a period, a month or a term: one column says which.
drop view if exists merit.posting;

-- Results of terms are told and acknowledged as those of months are.
alter table period.acknowledgement
    alter column month drop not null,
    add column term text collate "C",
    add check (num_nonnulls(month, term) = 1),
    add unique (term, revision, agent);
comment on column period.acknowledgement.term is 'The term whose result it is; month is NULL then.';
