create or replace view merit.term as
select t.term collate "C" as term, s.state, s.why, s.revision, s.closed_at, s.closed_by, s.due, s.blockers, s.warnings, t.first_day, t.last_day, s.appeals_until,
       period.term_moved(t.term) as moved
  from merit.own_terms() as t
 cross join lateral period.term_state(t.term) s;

comment on view merit.term is
    'One row per quarter, half-year and year that a scheme has: its state at merit.now() (open, provisional, final, closed) and why; '
    'blockers and warnings, each [{code, message}], for a closed one those that the close overrode or accepted.';

comment on column merit.term.term is 'Its name: 2026-Q1, 2026-H1, 2026.';
comment on column merit.term.state is
    'open (it runs), provisional (it is over, but not every month of it is closed), final (it may be closed) or closed.';
comment on column merit.term.why is 'In words: why it is in that state.';
comment on column merit.term.revision is 'The last revision; NULL unless closed.';
comment on column merit.term.closed_at is 'As of when it was last closed or revised; NULL unless closed.';
comment on column merit.term.closed_by is 'Who closed or revised it last; NULL unless closed.';
comment on column merit.term.due is 'The months and shorter terms of it that were revised since it was closed: a revision is due; {}: none.';
comment on column merit.term.blockers is 'What keeps it from being final, or what it was closed over.';
comment on column merit.term.warnings is 'What a close must accept, or what it accepted.';
comment on column merit.term.first_day is 'Its first business day.';
comment on column merit.term.last_day is 'Its last business day.';
comment on column merit.term.appeals_until is
    'The last instant at which somebody may appeal against a closed month of it; NULL: none is closed.';
comment on column merit.term.moved is
    'Whether marks, targets, evidence of grades or staff records that it was made of were changed since it was closed, so that a revision would change a result or what it pays; NULL unless closed.';
