-- Of two records of one event the smaller stays: by time, then by rank (type), then by content, that is, in PostgreSQL's
-- order of rows with the table's columns.

create or replace function ingest.write_order_events(sent ingest.order_event_row[]) returns text[]
language sql
set search_path = pg_catalog, pg_temp
as $$
    with event as (
        select distinct on (s.order_id collate "C", s.hash)
               s.order_id, s.hash, s.at, s.type::fact.order_event_type as type, s.day, s.customer,
               s.amount_cents * 0.01 as amount, s.agent, s.items, s.flagged, s.pay_due
          from unnest(sent) s
         order by s.order_id collate "C", s.hash, s.at, s.type::fact.order_event_type,
                  s.customer, s.amount_cents, s.agent collate "C", s.items, s.flagged, s.pay_due
    ), written as (
        insert into fact.order_event as o
        select * from event
        on conflict (order_id, hash) do update
           set at = excluded.at, type = excluded.type, day = excluded.day,
               customer = excluded.customer, amount = excluded.amount, agent = excluded.agent,
               items = excluded.items, flagged = excluded.flagged, pay_due = excluded.pay_due
         where excluded < o
        returning o.order_id
    )
    select array_agg(distinct w.order_id) from written w
$$;

comment on function ingest.write_order_events(ingest.order_event_row[]) is
    'The order step of ingest.write. Returns the orders whose set of events changed; NULL: none.';
