create or replace view merit.period as
select m.month, s.state, s.why, s.final_from, s.complete_up_to, s.revision, s.closed_at, s.closed_by, s.blockers,
       s.warnings, s.open_before,
       m.month >= merit.held_from() as recalculating
  from period.months() as m(month)
 cross join lateral period.state(m.month) s;

comment on view merit.period is
    'One row per month with anything in it: its state at merit.now() (open, provisional, final, closed) and why; when it '
    'becomes final, or did; up to when data are complete; blockers (what keeps it from being final) and warnings (what a '
    'close must accept), each [{code, message}], for a closed month those that the close overrode or accepted; earlier '
    'months that are still open; whether its figures are being calculated again.';

comment on column merit.period.month is 'The first day of the business month.';
comment on column merit.period.state is
    'open (its events still arrive), provisional (it is over, but its data are not complete), final (it may be closed) or closed.';
comment on column merit.period.why is 'In words: why the month is in that state.';
comment on column merit.period.final_from is 'From when on the month is final; in the past when it already is.';
comment on column merit.period.complete_up_to is 'Up to when every partition has been read.';
comment on column merit.period.revision is 'The last revision; NULL unless closed.';
comment on column merit.period.closed_at is 'When that revision was made; NULL unless closed.';
comment on column merit.period.closed_by is 'Who made that revision; NULL unless closed.';
comment on column merit.period.blockers is 'What keeps the month from being final: [{code, message}].';
comment on column merit.period.warnings is 'What a close must accept, or did accept: [{code, message}].';
comment on column merit.period.open_before is 'Earlier months that are still open.';
comment on column merit.period.recalculating is
    'Whether rules changed and the month''s figures are being calculated again: until that is done, those before the change are shown.';
