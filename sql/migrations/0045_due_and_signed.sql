-- 0045: by which day of the following month people's marks are due, and who signed a month before it is closed.

alter table period.setting add column marks_due_day integer not null default 15 check (marks_due_day between 1 and 28);

create table period.signature (
    id        bigint generated always as identity primary key,
    month     date not null check (month = date_trunc('month', month)::date),
    revision  integer not null check (revision >= 0),
    step      text collate "C" not null check (step in ('submit', 'review', 'approve', 'file')),
    content   text not null,
    signed_at timestamptz not null,
    signed_by text not null,
    login     text collate "C" not null,
    unique (month, revision, content, step),
    unique (month, revision, content, login)
);
comment on table period.signature is
    'One row per signature of a month. revision: the close (0) or revision that it is for. content: what was signed '
    '(period.signed_content); once a month has another content, a signature counts no more. login: whose it is.';
create trigger refuse_change before update or delete or truncate on period.signature
    for each statement execute function period.refuse_change();
alter table period.signature enable always trigger refuse_change;
