-- An order is a repeat where the customer's first purchase, the first order that was paid in time, was created before it. So of
-- all other orders those are touched that lie between the first purchase as it was and as it will be.

create or replace function settle.repeats_of(old settled.orders[], new settled.orders[]) returns text[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    known constant text[] := array(select o.order_id from unnest(old) o);
begin
    return array(
        with moved as (  -- one row per customer: the first purchase of these orders, before and after
            select x.customer, min(x.created_at) filter (where x.is_old) as was, min(x.created_at) filter (where not x.is_old) as now
              from (select true as is_old, o.* from unnest(old) o
                    union all
                    select false, n.* from unnest(new) n) x
             where x.in_time_paid and not x.flagged
             group by x.customer
        ), first as (  -- the same, of all orders
            select m.customer, coalesce(least(m.was, r.at), 'infinity') as was, coalesce(least(m.now, r.at), 'infinity') as now
              from moved m
             cross join lateral (
                   select min(s.created_at) as at from settled.orders s
                    where s.customer = m.customer and s.in_time_paid and not s.flagged and s.order_id <> all (known)) r
             where m.was is distinct from m.now
        )
        select s.order_id
          from first f
          join settled.orders s on s.customer = f.customer and s.created_at > least(f.was, f.now)
                               and s.created_at <= greatest(f.was, f.now)
         where s.order_id <> all (known));
end $$;

comment on function settle.repeats_of(settled.orders[], settled.orders[]) is
    'The other settled orders that become repeats, or cease to be, when the old ones give way to the new.';
