create or replace view fact.counted_ticket_event as
select e.*
  from fact.ticket_event e
 where e.ticket not in (select x.reference from fact.exclusion x where x.kind = 'ticket' and x.ended_at is null)
   and not exists (select from fact.ticket_event y
                     join fact.exclusion x on x.customer = y.customer and x.ended_at is null
                    where y.ticket = e.ticket);

comment on view fact.counted_ticket_event is
    'One row per ticket event (fact.ticket_event), without tickets that are excluded, or whose customer is.';
