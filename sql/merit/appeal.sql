create or replace view merit.appeal as
select a.id, a.month, a.revision, a.agent collate "C" as agent, a.indicator collate "C" as indicator, a.reason, a.filed_at,
       a.filed_by, a.state, a.note, a.decided_at, a.decided_by, a.period collate "C" as period
  from merit.seen_appeals(null) a;

comment on view merit.appeal is
    'One row per appeal, with the decision. Agents see their own appeals, leads those of their teams.';

comment on column merit.appeal.id is 'The number by which meritd appeal names it.';
comment on column merit.appeal.month is 'The first day of the business month; NULL: of a quarter, half-year or year.';
comment on column merit.appeal.revision is 'The number of the close: 0 for the first, then 1, 2, … for each revision.';
comment on column merit.appeal.agent is
    'The platform account; "(silent)" for orders credited to nobody, "(unassigned)" for chats held by nobody.';
comment on column merit.appeal.indicator is 'The name of an indicator of the scheme or, of what is made of months or shorter periods, of one of those.';
comment on column merit.appeal.reason is 'The agent''s own words.';
comment on column merit.appeal.filed_at is 'When it was filed.';
comment on column merit.appeal.filed_by is 'Who filed it.';
comment on column merit.appeal.state is 'open, accepted or rejected.';
comment on column merit.appeal.note is 'What the decider wrote; NULL while it is open.';
comment on column merit.appeal.decided_at is 'When it was decided; NULL while it is open.';
comment on column merit.appeal.decided_by is 'Who decided it; NULL while it is open.';
comment on column merit.appeal.period is 'Its name: 2026-10, 2026-Q4, 2026-H2, 2026.';
