create or replace function rollup.reach(of_day date, out first date, out last date)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select least(of_day, min(k.day)), greatest(of_day, max(k.day))
      from (select unnest(o.payment_days || o.created_day || o.paid_day) as day
              from settled.orders o
             where o.order_id in (select unnest(rollup.orders_of_days(of_day, of_day + 1)))
            union all
            select unnest(t.resolution_days || t.created_day || t.due_day || t.reply_day)
              from settled.ticket t
             where t.ticket in (select unnest(rollup.tickets_of_days(of_day, of_day + 1)))) k
$$;

comment on function rollup.reach(date) is
    'The first and the last business day on which the settled orders and tickets of a day count.';
