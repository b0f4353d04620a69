-- Whatever dirty rows name, and what follows from that: the same ways as in settle.run.

create or replace function rollup.unsettled(
    out customers uuid[], out days date[], out orders text[], out tickets text[], out surveys bigint[]
)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    back constant integer := ref.window_days() - 1;
    staff      text[];
    staff_days date[];
begin
    select array_agg(s.agent), array_agg(s.day) into staff, staff_days
      from ingest.dirty d cross join lateral unnest(d.staff, d.staff_days) as s(agent, day);
    select array_agg(n.customer), array_agg(n.day) into customers, days
      from (select n.* from ingest.dirty d cross join lateral unnest(d.customers, d.days) as n(customer, day)
            union all
            select c.* from settle.contacts_of_staff(staff, staff_days) c) n;
    orders := array(select o from ingest.dirty d cross join unnest(d.orders) o) || settle.orders_touched(customers, days);
    select customers || array_agg(n.customer), days || array_agg(n.day) into customers, days  -- contacts see orders around them
      from (select e.customer, e.day + g.away as day
              from fact.order_event e cross join generate_series(-back, back) g(away)
             where e.order_id = any (orders) and e.type = 'created' and e.customer is not null
            union
            select o.customer, o.created_day + g.away
              from settled.orders o cross join generate_series(-back, back) g(away)
             where o.order_id = any (orders) and o.created_day is not null and o.customer is not null) n;
    tickets := array(select t from ingest.dirty d cross join unnest(d.tickets) t
                     union all
                     select settle.tickets_of_staff(staff, staff_days));
    surveys := fact.same_answer(array(
                     select s from ingest.dirty d cross join unnest(d.surveys) s
                     union
                     select v.hash
                       from (select 'conversation' as subject, c as reference from ingest.dirty d cross join unnest(d.conversations) c
                             union all select 'order', unnest(orders)
                             union all select 'ticket', unnest(tickets)) n
                       join fact.survey v using (reference, subject)));
end $$;

comment on function rollup.unsettled() is
    'What verify leaves out: contacts (customers[i], days[i]), orders, tickets and surveys that may change with the facts that were '
    'written and not settled yet.';
