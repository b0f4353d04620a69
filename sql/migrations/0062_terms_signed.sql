-- 0062: signatures and the evidence of grades are of months and of terms.

alter table period.signature
    alter column month drop not null,
    add column term text collate "C",
    add check (num_nonnulls(month, term) = 1),
    add unique (term, revision, content, step);
comment on table period.signature is
    'One row per signature of a month or term. revision: the close (0) or revision that it is for. content: what was signed '
    '(period.signed_content); once the period has another content, a signature counts no more. login: whose it is.';
comment on column period.signature.term is 'The term that was signed; month is NULL then.';

alter table period.grade_evidence
    alter column month drop not null,
    add column term text collate "C",
    add check (num_nonnulls(month, term) = 1);
create index grade_evidence_term on period.grade_evidence (term, agent);
comment on table period.grade_evidence is
    'One row per piece of evidence that an agent has earned a grade in a month or term: a text or a link (evidence), and who, what and when, as '
    'far as the scheme asks for them. login: whose it is. It counts until it is withdrawn (period.grade_evidence_end).';
comment on column period.grade_evidence.term is 'The term in which the grade was earned; month is NULL then.';

alter table period.term_result add column graded text, add column evidence bigint references period.grade_evidence;
comment on column period.term_result.graded is
    'The grade before evidence was looked for, where it needed some and had none; NULL: grade is that grade.';
comment on column period.term_result.evidence is 'The evidence of the grade; NULL: it needed none, or had none.';

-- No scores of terms are kept, so the evidence of a term makes none stale.
do $$
declare
    v record;
begin
    for v in
        select * from (values ('period.grade_evidence', 'select month as since, month as until from changed where month is not null'),
                              ('period.grade_evidence_end',
                               'select e.month as since, e.month as until from changed c join period.grade_evidence e on e.id = c.evidence where e.month is not null')
                      ) as t(source, query)
    loop
        execute format('create or replace trigger mark_stale_insert_new after insert on %s referencing new table as changed '
                       'for each statement execute function score.mark_stale(%L)', v.source, v.query);
        execute format('alter table %s enable always trigger mark_stale_insert_new', v.source);
    end loop;
end $$;
