-- A flagged order is left out of everything, so excluded orders are flagged. A credit given to another agent becomes the
-- explicit agent of the order.

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
    'One row per order event (fact.order_event). Orders that are excluded, or whose customer is, are flagged; a credit '
    'given to another agent names that agent.';
