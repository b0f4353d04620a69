-- A condition on period decides for which the function is called; it is called for no others.

create or replace view merit.signature as
select to_date(case when k.period ~ '^\d{4}-\d\d$' then k.period end, 'YYYY-MM') as month, s.revision, s.step collate "C" as step, s.signed_at, s.signed_by, s.counts,
       s.signed_as collate "C" as signed_as, k.period collate "C" as period
  from (select distinct coalesce(g.term, to_char(g.month, 'YYYY-MM')) as period from period.signature g) k
 cross join lateral merit.signatures(k.period) s;

comment on view merit.signature is
    'One row per signature of a month, quarter, half-year or year: for which close or revision, which step, when, by whom, and whether it still counts. What is '
    'missing stands among the blockers of merit.period and merit.term.';

comment on column merit.signature.month is 'The first day of the business month; NULL: it is a longer period.';
comment on column merit.signature.revision is 'What it is for: the close (0), or a revision (1, 2, …).';
comment on column merit.signature.step is 'submit, review, approve or file, or the signer whose approval it is.';
comment on column merit.signature.signed_at is 'When it was given.';
comment on column merit.signature.signed_by is 'Who gave it.';
comment on column merit.signature.counts is
    'Whether what was signed is what was closed or, of a close or revision that is still to come, what the period is now.';
comment on column merit.signature.signed_as is 'As which signer of the scheme; NULL: it does not say who signs the step.';
comment on column merit.signature.period is 'The month or longer period: 2026-10, 2026-Q1, 2026-H1, 2026.';
