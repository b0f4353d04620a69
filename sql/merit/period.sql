create or replace view merit.period as
select m.month, s.state, s.why, s.final_from, s.complete_up_to, s.revision, s.closed_at, s.closed_by, s.blockers,
       s.warnings, s.open_before
  from period.months() as m(month)
 cross join lateral period.state(m.month) s;

comment on view merit.period is
    'One row per month with anything in it: state (open, provisional, final, closed) at merit.now() and why; when it '
    'is final (or was); data complete up to; blockers (what keeps it from final) and warnings (what a close must '
    'accept), each [{code, message}], of a closed month those closed over; earlier months still open.';

comment on column merit.period.month is 'The first day of the business month.';
comment on column merit.period.state is
    'open (its events still come), provisional (over, but not all has arrived), final (may be closed) or closed.';
comment on column merit.period.why is 'In words: what the state rests on.';
comment on column merit.period.final_from is 'From when it is final, or was.';
comment on column merit.period.complete_up_to is 'Up to when all partitions have been read.';
comment on column merit.period.revision is 'The last revision; NULL unless closed.';
comment on column merit.period.closed_at is 'When that was made; NULL unless closed.';
comment on column merit.period.closed_by is 'Who made it; NULL unless closed.';
comment on column merit.period.blockers is 'What keeps it from final: [{code, message}].';
comment on column merit.period.warnings is 'What a close must accept, or accepted: [{code, message}].';
comment on column merit.period.open_before is 'The earlier months that are still open.';
