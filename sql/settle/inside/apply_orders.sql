-- Step 1. Settles orders: their rows and their buyers.

create or replace function settle.apply_orders(
    order_ids text[],
    out recredited text[],  -- orders whose credit or flag changed: their surveys follow
    out customers  uuid[],  -- settled contacts (customers[i], days[i]) whose inquiry, ordered or paid may change
    out days       date[],
    out lines      rollup.agent_period[]  -- the difference of what they count, with its sign
)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    back  integer := ref.window_days() - 1;
    old   settled.orders[];
    new   settled.orders[];
    repeats text[];
    unmade settled.buyer[];  -- what the old ones added to their buyers, taken back
begin
    if cardinality(order_ids) > 0 is not true then
        return;
    end if;
    with fresh as materialized (
        select f from settle.orders_of(order_ids) f
    ), stored as materialized (
        select s from settled.orders s where s.order_id in (select distinct unnest(order_ids))
    ), difference as (
        select stored.s, fresh.f
          from fresh
          full join stored on (stored.s).order_id = (fresh.f).order_id
         where stored.s is distinct from fresh.f
    )
    select array_agg(d.s) filter (where (d.s).order_id is not null),
           array_agg(d.f order by (d.f).order_id) filter (where (d.f).order_id is not null)
      into old, new
      from difference d;
    if old is null and new is null then
        return;
    end if;

    repeats := settle.repeats_of(old, new);
    lines := rollup.lines_of('order_line', 'order_id', array(select o.order_id from unnest(old) o) || repeats, '-');
    unmade := array(
        select row(p.agent, p.customer, p.grain, p.start, -p.orders, -p.in_time, -p.payments, -p.amount)::settled.buyer
          from settled.purchase p where p.order_id in (select o.order_id from unnest(old) o));
    delete from settled.orders s using unnest(old) o where s.order_id = o.order_id;
    insert into settled.orders select n.* from unnest(new) n;
    lines := lines || rollup.lines_of('order_line', 'order_id', array(select n.order_id from unnest(new) n) || repeats);
    lines := lines || settle.apply_buyers(unmade || array(
        select row(p.agent, p.customer, p.grain, p.start, p.orders, p.in_time, p.payments, p.amount)::settled.buyer
          from settled.purchase p where p.order_id in (select n.order_id from unnest(new) n)));

    select array_agg(coalesce(n.order_id, o.order_id)) into recredited
      from unnest(old) o
      full join unnest(new) n using (order_id)
     where (o.credit, o.flagged) is distinct from (n.credit, n.flagged);

    -- What contacts see of an order: its customer, creation, credit, flag, payment in time. Contacts that are not settled yet are
    -- named when they come.
    select array_agg(k.customer), array_agg(k.day) into customers, days
      from (select distinct v.customer, v.created_day + g.away as day
              from unnest(old) o
              full join unnest(new) n using (order_id)
             cross join lateral (values (o.customer, o.created_day),
                                        (n.customer, n.created_day)) as v(customer, created_day)
             cross join generate_series(-back, back) as g(away)
             where v.created_day is not null
               and (o.customer, o.created_at, o.credit, o.flagged, o.in_time_paid)
                   is distinct from (n.customer, n.created_at, n.credit, n.flagged, n.in_time_paid)) k
     cross join lateral (select from settled.contact c where c.day = k.day and c.customer = k.customer limit 1) s;
end $$;

comment on function settle.apply_orders(text[]) is
    'Settles the orders named, whatever was settled of them before; tells whose surveys and which contacts '
    'follow.';
