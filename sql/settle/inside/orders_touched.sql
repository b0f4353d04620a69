-- A changed contact day can touch two kinds of settled orders: those judged on the day or within the window after it, and
-- those with the day between creation and payment (assists).

create or replace function settle.orders_touched(customers uuid[], days date[]) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    back integer := ref.window_days() - 1;
begin
    if not exists (select from settled.orders) then
        return null;
    end if;
    return (
        with named as materialized (
            select distinct n.customer, n.day from unnest(customers, days) as n(customer, day)
        )
        select array_agg(t.order_id)
          from (select o.order_id
                  from named n
                  join settled.orders o on o.customer = n.customer
                                       and o.created_day between n.day and n.day + back
                union
                select o.order_id
                  from named n
                  join settled.orders o on o.customer = n.customer and o.paid_day >= n.day
                 where o.paid_day <> o.created_day
                   and (o.created_day <= n.day or o.paid_day <= n.day + back)) t
    );
end $$;

comment on function settle.orders_touched(uuid[], date[]) is
    'The settled orders whose credit or assists may change with the contacts (customers[i], days[i]).';
