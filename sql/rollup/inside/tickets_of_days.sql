create or replace function rollup.tickets_of_days(from_day date, to_day date) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select array_agg(k.ticket)
      from (select e.ticket from fact.ticket_event e where e.day >= from_day and e.day < to_day
            union
            select unnest(d.tickets) from ingest.dirty d  -- an event of theirs may have moved to another day
            union
            select t.ticket from settled.ticket t
             where t.created_day >= from_day and t.created_day < to_day
                or t.due_day >= from_day and t.due_day < to_day
                or t.created_day is null and not exists (select from fact.ticket_event e where e.ticket = t.ticket)) k
$$;

comment on function rollup.tickets_of_days(date, date) is
    'Tickets with an event on the business days [from_day, to_day) or not settled yet, settled ones created or due on them, and settled ones that '
    'were never created and have no event.';
