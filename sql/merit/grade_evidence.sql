create or replace view merit.grade_evidence as
select e.id, e.month, e.agent collate "C" as agent, e.grade, e.evidence, e.who, e.what, e.happened_on, e.filed_at, e.filed_by, e.withdrawn_at,
       e.withdrawn_by, e.withdrawn_because, e.period collate "C" as period
  from merit.seen_evidence(null) e;

comment on view merit.grade_evidence is
    'One row per piece of evidence that an agent has earned a grade in a month, quarter, half-year or year. Agents see that about themselves, leads that about their '
    'teams, whoever filed it, too.';

comment on column merit.grade_evidence.id is 'The number by which meritd evidence names it.';
comment on column merit.grade_evidence.month is 'The first day of the business month; NULL: it is a longer period.';
comment on column merit.grade_evidence.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.grade_evidence.grade is 'The grade that it is for.';
comment on column merit.grade_evidence.evidence is 'A text or a link.';
comment on column merit.grade_evidence.who is 'Who took part or saw it; NULL: it does not say.';
comment on column merit.grade_evidence.what is 'What was done; NULL: it does not say.';
comment on column merit.grade_evidence.happened_on is 'On which day; NULL: it does not say.';
comment on column merit.grade_evidence.filed_at is 'When it was filed.';
comment on column merit.grade_evidence.filed_by is 'Who filed it.';
comment on column merit.grade_evidence.withdrawn_at is 'When it was withdrawn; NULL: it counts.';
comment on column merit.grade_evidence.withdrawn_by is 'Who withdrew it; NULL: it counts.';
comment on column merit.grade_evidence.withdrawn_because is 'Why it was withdrawn; NULL: it counts.';
comment on column merit.grade_evidence.period is 'The month or longer period: 2026-10, 2026-Q1, 2026-H1, 2026.';
