create or replace function settle.purchases(o settled.orders, net boolean) returns setof settled.buyer
language sql immutable
as $$
    select o.credit, o.customer, g.grain, date_trunc(g.grain, e.day)::date,
           sum(e.orders)::integer, sum(e.in_time)::integer, sum(e.payments)::integer, sum(e.amount)
      from (select o.created_day as day, 1 as orders, o.in_time_paid::integer as in_time, 0 as payments,
                   0.00 as amount -- always of scale 2, like what it is added to: rows tell nothing of history
            union all
            select p.day, 0, 0, 1, p.amount - case when net then p.refunded else 0 end
              from unnest(o.payment_days, o.payment_amounts, o.payment_refunded) as p(day, amount, refunded)
           ) e
     cross join (values ('day'), ('month')) as g(grain)
     where o.credit is not null and not o.flagged
     group by g.grain, date_trunc(g.grain, e.day)
$$;

comment on function settle.purchases is
    'What one order adds to settled.buyer: the order in the periods of its creation, its payments in theirs.';
