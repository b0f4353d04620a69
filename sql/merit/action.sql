create or replace view merit.action as
select a.id, a.month, a.revision, a.agent collate "C" as agent, a.action collate "C" as action, a.because, a.due, a.state,
       a.state = 'open' and a.due < (select merit.now()) as overdue, a.changed_at, a.changed_by, a.note,
       a.term collate "C" as term
  from merit.seen_actions() a;

comment on view merit.action is
    'One row per month (or quarter, half-year, year), agent and action: why, when it is due, its state (open, done, waived), who set the state, when, '
    'and with what note. Agents see their own actions, leads those of their teams.';

comment on column merit.action.id is 'The number by which meritd actions names it.';
comment on column merit.action.month is 'The first day of the business month; NULL: it is of a longer period.';
comment on column merit.action.term is 'The quarter, half-year or year (2026-Q1, 2026-H1, 2026) that asks for it; NULL: a month does.';
comment on column merit.action.revision is 'The number of the close: 0 for the first, then 1, 2, … for each revision.';
comment on column merit.action.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.action.action is 'What is to be done: a word of the scheme (interview, training, …).';
comment on column merit.action.because is 'The rule of the scheme that asks for it, in words.';
comment on column merit.action.due is 'The instant by which it must be done.';
comment on column merit.action.state is 'open, done or waived.';
comment on column merit.action.overdue is 'Whether it is open and its due instant has passed at merit.now().';
comment on column merit.action.changed_at is 'When its state last changed; NULL while nobody changed it.';
comment on column merit.action.changed_by is 'Who changed it; NULL while nobody did.';
comment on column merit.action.note is 'The note given with the change; NULL: none.';
