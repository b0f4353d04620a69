create or replace function fact.drop_orders(kept_from date, after text, most integer, dry_run boolean)
returns table (last text, month date, dropped bigint)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    page text[];
    old  text[];
begin
    if not dry_run then
        perform settle.lock(true);
    end if;
    page := array(select distinct e.order_id from fact.order_event e where e.order_id > after order by 1 limit most);
    old := array(select o from unnest(page) o
                  where not fact.order_stays(o, drop_orders.kept_from) and not fact.first_purchase(o)
                    and not exists (select from fact.counted_order_event e where e.order_id = o and e.excluded));
    return query
    select page[cardinality(page)], m.month, count(m.month)
      from (select date_trunc('month', max(e.day))::date as month from fact.order_event e where e.order_id = any (old)
             group by e.order_id
            union all select null where cardinality(page) > 0) m
     group by m.month;
    if not dry_run then
        delete from fact.order_event e where e.order_id = any (old);
        delete from settled.orders o where o.order_id = any (old);
    end if;
end $$;

comment on function fact.drop_orders(date, text, integer, boolean) is
    'Deletes, of the next so many orders after an id, those that do not stay when facts are kept from a day on, and are neither '
    'a customer''s first purchase nor excluded, as what may count again (dry_run: deletes nothing). Returns the last of the orders, and how many go by the month of their '
    'last event; no row when there are no more.';
