-- By facts, because what is excluded is not settled.

create or replace function fact.exclusion_months(kind text, reference text) returns date[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    reach  ingest.dirty := fact.exclusion_reach(kind, reference);
    orders text[] := reach.orders || settle.orders_touched(reach.customers, reach.days);
begin
    return array(
        select distinct date_trunc('month', d.day)::date
          from (select unnest(reach.days) as day
                union all
                select e.day from fact.order_event e where e.order_id = any (orders)
                union all  -- what is a repeat by these purchases, and by no other
                select unnest(r.payment_days)
                  from (select distinct e.customer from fact.order_event e
                         where e.order_id = any (reach.orders) and e.type = 'created') c
                  join settled.orders r using (customer)
                 where not exists (select from settled.orders p
                                    where p.customer = r.customer and p.created_at < r.created_at and p.in_time_paid
                                      and not p.flagged and p.order_id <> all (reach.orders))
                union all
                select unnest(t.resolution_days || t.created_day) from settled.ticket t where t.ticket = any (reach.tickets)
                union all
                select unnest(array[t.day, ref.day_of(t.due),
                                    case when t.category = 'complaint' then ref.day_of(t.at + make_interval(
                                        hours => 24 * (ref.rules_on(t.day)).ticket_complaint_days)) end])
                  from fact.ticket_event t where t.ticket = any (reach.tickets)
                union all
                select v.day from fact.survey v
                 where v.hash = any (fact.same_answer(reach.surveys || array(
                           select o.hash from fact.survey o where o.subject = 'order' and o.reference = any (orders))))
                union all
                select to_date(m.period, 'YYYY-MM') from fact.mark m
                 where exclusion_months.kind = 'mark' and m.hash::text = exclusion_months.reference
                   and m.period ~ '^\d{4}-\d{2}$'
                union all
                select to_date(g.period, 'YYYY-MM') from fact.target g
                 where exclusion_months.kind = 'target' and g.hash::text = exclusion_months.reference
                   and g.period ~ '^\d{4}-\d{2}$') d
         where d.day is not null);
end $$;

comment on function fact.exclusion_months(text, text) is
    'The months whose numbers may depend on a conversation, order, ticket, survey, customer, mark or target.';
