create or replace function fact.first_purchase(order_id text) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from settled.orders o
         where o.order_id = first_purchase.order_id and o.in_time_paid and not o.flagged
           and not exists (select from settled.orders e
                            where e.customer = o.customer and e.created_at < o.created_at and e.in_time_paid and not e.flagged))
$$;

comment on function fact.first_purchase(text) is
    'Whether an order is what makes the later ones of its customer repeats: it stays for ever.';
