-- A credit given to another agent becomes the explicit agent of the order, whatever its events state.

create or replace view fact.counted_order_event as
select e.order_id, e.hash, e.at, e.type, e.day, e.customer, e.amount,
       case when e.type in ('created', 'updated')
            then coalesce((select x.credit_to from fact.exclusion x
                            where x.kind = 'credit' and x.reference = e.order_id and x.ended_at is null), e.agent)
            else e.agent end as agent,
       e.items, e.flagged, e.pay_due,
       e.order_id in (select x.reference from fact.exclusion x where x.kind = 'order' and x.ended_at is null)
       or coalesce(e.customer in (select x.customer from fact.exclusion x
                                   where x.customer is not null and x.ended_at is null), false) as excluded
  from fact.order_event e;

comment on view fact.counted_order_event is
    'One row per order event (fact.order_event). excluded: the order is, or the customer whom the event names; an order with such '
    'an event counts nowhere. A credit given to another agent names that agent.';
