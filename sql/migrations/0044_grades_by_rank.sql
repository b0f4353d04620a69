-- 0044: grades by rank and by shares, pass marks, and grades of those who are not ranked.

alter table score.grade add column places integer check (places >= 0),
                        add column first integer check (first >= 0),
                        add column first_share numeric check (first_share >= 0 and first_share <= 1),
                        add column pass_marks jsonb;
comment on column score.grade.least is 'Smallest total of the grade, points of 100; NULL: every total (the last grade, or one that rank alone decides).';
comment on column score.grade.places is 'Active cap: how many of a team may have the grade; NULL: none.';
comment on column score.grade.first is 'Active cap: how many of a team, the best by rank, may have the grade or a better one; NULL: none.';
comment on column score.grade.first_share is 'The same as a share of the team''s ranked agents; NULL: none.';
comment on column score.grade.pass_marks is 'The points that the grade needs of indicators, {indicator: points}; NULL: none.';

alter type score.person add attribute lead_grade text;
comment on type score.person is
    'A row of score.standing: an agent''s team, and what bars it from being ranked. lead_grade: what the shares of the team''s grades depend on.';

alter table period.result add column lead_grade text;
comment on column period.result.lead_grade is 'The grade of the team''s lead, on which the shares of grades depend; NULL: none, or they depend on none.';

-- pay items ----------------------------------------------------------------------------------------

alter table pay.ledger drop constraint ledger_kind_check,
                       drop constraint ledger_reason_check,
                       drop constraint ledger_check2,
                       add constraint ledger_kind_check check (kind in ('reward', 'penalty', 'waived', 'pay', 'reversal', 'waived_reversal', 'pay_reversal')),
                       add constraint ledger_reason_check check (reason ~ '^[a-z][a-z0-9_]*$'),
                       add constraint ledger_check2 check ((kind in ('reversal', 'waived_reversal', 'pay_reversal')) = (reverses is not null));
comment on column pay.ledger.reason is 'first, last or first_streak; of pay: the item of the scheme (pay.items).';

-- These have other columns or arguments from here on.
drop function if exists score.ranked(score.point[], score.person[], boolean);
drop function if exists pay.payroll(date, boolean, integer);
drop function if exists score.expression_problems(jsonb, text[], text);
drop function if exists score.leaf_problems(jsonb, text, text[], text);
