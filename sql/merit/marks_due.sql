create or replace view merit.marks_due as
select p.month, d.scheme collate "C" as scheme, d.indicator collate "C" as indicator, d.mark collate "C" as mark,
       d.role collate "C" as role, d.agent collate "C" as agent, d.team collate "C" as team, d.raters, d.due, d.given, d.needed,
       d.marked, d.overdue, p.period collate "C" as period
  from (select m.month, to_char(m.month, 'YYYY-MM') as period from period.months() as m(month)
        union all
        select null, t.term from merit.own_terms() t) p
 cross join lateral merit.seen_marks(p.period) d;

comment on view merit.marks_due is
    'One row per month, quarter, half-year or year that is not closed, scheme in force, indicator of people''s marks, mark, role, and agent who would be ranked: who '
    'has to mark whom by when. Agents see what they have to mark and who marks them, leads also their teams.';

comment on column merit.marks_due.month is 'The first day of the business month; NULL: it is a longer period.';
comment on column merit.marks_due.scheme is 'The name of the scheme (score.scheme).';
comment on column merit.marks_due.indicator is 'The indicator of the scheme that the mark is for.';
comment on column merit.marks_due.mark is 'The indicator that the event mark.recorded names.';
comment on column merit.marks_due.role is 'The role in which it is marked: self, peer, lead, manager, hq.';
comment on column merit.marks_due.agent is 'Who is marked.';
comment on column merit.marks_due.team is 'The agent''s team by the staff record of the period; NULL: none.';
comment on column merit.marks_due.raters is
    'Who marks: the agent; or the lead whom the agent''s staff record names, else the leads of the team. {}: nobody is known; of any '
    'other role always.';
comment on column merit.marks_due.due is 'The last business day to mark on.';
comment on column merit.marks_due.given is 'How many in the role have marked.';
comment on column merit.marks_due.needed is 'How many marks the roles of the indicator need together: 1, or those of a sample.';
comment on column merit.marks_due.marked is 'Whether there is a mark in the role, and there are as many as are needed.';
comment on column merit.marks_due.overdue is 'Whether it is not marked and the day is over at merit.now().';
comment on column merit.marks_due.period is 'The month or longer period that is marked, as the event names it: 2026-10, 2026-Q1, 2026-H1, 2026.';
