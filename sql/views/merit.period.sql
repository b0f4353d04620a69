create or replace view merit.period as
select m.month, s.state, s.why, s.final_from, s.complete_up_to, s.revision, s.closed_at, s.closed_by, s.blockers,
       s.warnings, s.open_before
  from period.months() as m(month)
 cross join lateral period.state(m.month) s;

comment on view merit.period is
    'One row per month with anything in it: state (open, provisional, final, closed) at merit.now() and why; when it '
    'is final (or was); data complete up to; blockers (what keeps it from final) and warnings (what a close must '
    'accept), each [{code, message}], of a closed month those closed over; earlier months still open.';
