create or replace function rollup.orders_of_days(from_day date, to_day date) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select array_agg(k.order_id)
      from (select e.order_id from fact.order_event e where e.day >= from_day and e.day < to_day
            union
            select unnest(d.orders) from ingest.dirty d  -- an event of theirs may have moved to another day
            union
            select o.order_id from settled.orders o
             where o.created_day >= from_day and o.created_day < to_day
            union
            select o.order_id from settled.orders o
             where o.created_at is null and not exists (select from fact.order_event e where e.order_id = o.order_id)) k
$$;

comment on function rollup.orders_of_days(date, date) is
    'Orders with an event on the business days [from_day, to_day) or not settled yet, settled ones created on them, and settled ones that were '
    'never created and have no event.';
