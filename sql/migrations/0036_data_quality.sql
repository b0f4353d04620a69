-- 0036: what merit.data_quality lists is found by an index.

create index ticket_orphan on settled.ticket (ticket) where created_day is null;
