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
    'What a close or a revision (revises) is asked to do, of a month or, where term is not NULL, of a term: period.carry_out.';

-- Marks are due of months and of terms: the view says of which period.
drop view if exists merit.marks_due;
drop function if exists merit.seen_marks(date);
drop function if exists web.mark_labels(date);

-- A posting is of a period, a month or a term: one column says which.
drop view if exists merit.posting;
