-- 0050: the evidence of grades that a scheme says need it, and who has acknowledged a result.

create table period.grade_evidence (
    id          bigint generated always as identity primary key,
    month       date not null check (month = date_trunc('month', month)::date),
    agent       text collate "C" not null,
    grade       text not null,
    evidence    text not null check (evidence <> ''),
    who         text check (who <> ''),
    what        text check (what <> ''),
    happened_on date,
    filed_at    timestamptz not null,
    filed_by    text not null,
    login       text collate "C" not null
);
create index grade_evidence_month on period.grade_evidence (month, agent);
comment on table period.grade_evidence is
    'One row per piece of evidence that an agent has earned a grade in a month: a text or a link (evidence), and who, what and when, as '
    'far as the scheme asks for them. login: whose it is. It counts until it is withdrawn (period.grade_evidence_end).';

create table period.grade_evidence_end (
    evidence bigint primary key references period.grade_evidence,
    ended_at timestamptz not null,
    ended_by text not null,
    reason   text not null check (reason <> '')
);
comment on table period.grade_evidence_end is 'One row per piece of evidence that was withdrawn.';

do $$
declare
    v record;
begin
    for v in
        select * from (values ('period.grade_evidence', 'select month as since, month as until from changed'),
                              ('period.grade_evidence_end', 'select e.month as since, e.month as until from changed c join period.grade_evidence e on e.id = c.evidence')
                      ) as t(source, query)
    loop
        execute format('create trigger refuse_change before update or delete or truncate on %s '
                       'for each statement execute function period.refuse_change()', v.source);
        execute format('alter table %s enable always trigger refuse_change', v.source);
        execute format('create trigger mark_stale_insert_new after insert on %s referencing new table as changed '
                       'for each statement execute function score.mark_stale(%L)', v.source, v.query);
        execute format('alter table %s enable always trigger mark_stale_insert_new', v.source);
    end loop;
end $$;

alter table period.result add column graded text, add column evidence bigint references period.grade_evidence;
comment on column period.result.graded is
    'The grade before evidence was looked for, where it needed some and had none; NULL: grade is that grade.';
comment on column period.result.evidence is 'The evidence of the grade; NULL: it needed none, or had none.';

create table period.acknowledgement (
    id              bigint generated always as identity primary key,
    month           date not null,
    revision        integer not null,
    agent           text collate "C" not null,
    acknowledged_at timestamptz not null,
    acknowledged_by text not null,
    login           text collate "C" not null,
    unique (month, revision, agent)
);
comment on table period.acknowledgement is
    'One row per closed month, revision and agent whose person has acknowledged the result, by a login of its own.';
create trigger refuse_change before update or delete or truncate on period.acknowledgement
    for each statement execute function period.refuse_change();
alter table period.acknowledgement enable always trigger refuse_change;

-- A pay statement is a person's, and so is the sheet of a year: both have other columns from here on.
drop view if exists merit.pay_statement;
drop function if exists pay.statement_rows();
drop function if exists merit.year_sheet(text, integer);
drop function if exists score.named_agents(jsonb);
