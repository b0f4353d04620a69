create or replace function settle.name_day(of_day date) returns bigint
language sql
set search_path = pg_catalog, pg_temp
as $$
    with thing as (
        select 'contact' as kind, c.customer::text as id from (select distinct p.customer from fact.contact_part p where p.day = of_day) c
        union all
        select 'order', o.order_id from (select distinct e.order_id from fact.order_event e where e.day = of_day) o
        union all
        select 'ticket', t.ticket from (select distinct e.ticket from fact.ticket_event e where e.day = of_day) t
    ), placed as (
        select t.*, (row_number() over (partition by t.kind order by t.id) - 1) / 5000 as portion from thing t
    ), written as (
        insert into ingest.dirty (customers, days, orders, tickets)
        select array_agg(p.id::uuid) filter (where p.kind = 'contact'), array_agg(of_day) filter (where p.kind = 'contact'),
               array_agg(p.id) filter (where p.kind = 'order'), array_agg(p.id) filter (where p.kind = 'ticket')
          from placed p
         group by p.kind, p.portion
        returning id
    )
    select coalesce(max(w.id), 0) from written w
$$;

comment on function settle.name_day(date) is
    'Names in ingest.dirty, in portions, all that has a fact on a business day and that rules make something of. Returns the id of the last row.';
