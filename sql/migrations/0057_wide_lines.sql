-- 0057: what settled rows add to the roll-ups is a row of all its measures, not one per measure.

lock table settle.state in share update exclusive mode;  -- no settler of an older version is at work meanwhile

drop view if exists rollup.order_line, rollup.buyer_line, rollup.ticket_line, rollup.survey_line;
drop type rollup.line cascade;  -- with our functions of it
