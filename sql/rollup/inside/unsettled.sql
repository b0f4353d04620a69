-- Whatever dirty rows name, and what follows from that: the same ways as in settle.run.

create or replace function rollup.unsettled(
    out customers uuid[], out orders text[], out tickets text[], out surveys bigint[]
)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    days          date[];
    conversations text[];
begin
    select array_agg(n.customer), array_agg(n.day) into customers, days
      from ingest.dirty d cross join lateral unnest(d.customers, d.days) as n(customer, day);
    orders := array(select o from ingest.dirty d cross join unnest(d.orders) o) || settle.orders_touched(customers, days);
    customers := customers || array(select e.customer from fact.order_event e where e.order_id = any (orders) and e.customer is not null
                                    union
                                    select o.customer from settled.orders o where o.order_id = any (orders) and o.customer is not null);
    tickets := array(select t from ingest.dirty d cross join unnest(d.tickets) t);
    surveys := array(select s from ingest.dirty d cross join unnest(d.surveys) s
                     union
                     select v.hash
                       from (select 'conversation' as subject, c as reference from ingest.dirty d cross join unnest(d.conversations) c
                             union all select 'order', unnest(orders)
                             union all select 'ticket', unnest(tickets)) n
                       join fact.survey v using (reference, subject));
end $$;

comment on function rollup.unsettled() is
    'What verify leaves out: customers (with all their contacts), orders, tickets and surveys that may change with the facts '
    'that were written and not settled yet. Never NULL but where there is nothing.';
