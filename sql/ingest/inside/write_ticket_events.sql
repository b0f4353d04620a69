-- As ingest.write_order_events: the smaller row of one event stays.

create or replace function ingest.write_ticket_events(sent ingest.ticket_event_row[]) returns text[]
language sql
set search_path = pg_catalog, pg_temp
as $$
    with event as (
        select distinct on (s.ticket collate "C", s.hash)
               s.ticket, s.hash, s.at, s.type::fact.ticket_event_type as type, s.day, s.customer,
               s.agent, s.category, s.channel, s.priority, s.due, s.amount_cents * 0.01 as amount,
               s.sla_met, s."into"
          from unnest(sent) s
         order by s.ticket collate "C", s.hash, s.at, s.type::fact.ticket_event_type, s.customer,
                  s.agent collate "C", s.category collate "C", s.channel collate "C",
                  s.priority collate "C", s.due, s.amount_cents, s.sla_met, s."into" collate "C"
    ), written as (
        insert into fact.ticket_event as t
        select * from event
        on conflict (ticket, hash) do update
           set at = excluded.at, type = excluded.type, day = excluded.day,
               customer = excluded.customer, agent = excluded.agent, category = excluded.category,
               channel = excluded.channel, priority = excluded.priority, due = excluded.due,
               amount = excluded.amount, sla_met = excluded.sla_met, "into" = excluded."into"
         where excluded < t
        returning t.ticket
    )
    select array_agg(distinct w.ticket) from written w
$$;

comment on function ingest.write_ticket_events(ingest.ticket_event_row[]) is
    'The ticket step of ingest.write. Returns the tickets whose set of events changed; NULL: none.';
