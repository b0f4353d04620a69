-- 0020: what a settlement changes is added to the roll-ups at once, at its end; settled contacts are ordered by their day.

lock table settle.state in share update exclusive mode;  -- no settler of an older version is at work meanwhile

-- Lines of settled rows are by day alone: months follow from days.
drop view if exists rollup.order_line, rollup.ticket_line, rollup.survey_line;
drop function if exists settle.apply_orders(text[]), settle.apply_buyers(settled.buyer[]),
    settle.apply_contacts(uuid[], date[], timestamptz), settle.apply_tickets(text[], timestamptz),
    settle.apply_surveys(bigint[], text[], text[], text[]), settle.run(timestamptz, boolean, integer);

-- What is settled today lies together in the index, and days are found by it.
alter table settled.contact drop constraint contact_pkey, add primary key (day, customer, agent);
drop index settled.contact_day;
