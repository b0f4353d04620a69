-- Excluded orders are flagged, and so left out of everything; a credit handed over is the explicit agent of the order.

create or replace view fact.counted_order_event as
select e.order_id, e.hash, e.at, e.type, e.day, e.customer, e.amount,
       case when e.type = 'created'
            then coalesce((select x.credit_to from fact.exclusion x
                            where x.kind = 'credit' and x.reference = e.order_id and x.ended_at is null), e.agent)
            else e.agent end as agent,
       e.items,
       e.flagged
       or e.order_id in (select x.reference from fact.exclusion x where x.kind = 'order' and x.ended_at is null)
       or coalesce(e.customer in (select x.customer from fact.exclusion x
                                   where x.customer is not null and x.ended_at is null), false) as flagged
  from fact.order_event e;

comment on view fact.counted_order_event is
    'fact.order_event with orders flagged that are excluded, or whose customer is, and with credits handed over.';
