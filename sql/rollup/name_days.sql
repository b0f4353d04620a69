create or replace function rollup.name_days(from_day date, to_day date) returns bigint
language sql
set search_path = pg_catalog, pg_temp
as $$
    with contact as (
        select n.customer, n.day, row_number() over (order by n.day, n.customer) / 5000 as portion
          from (select p.customer, p.day from fact.contact_part p where p.day >= from_day and p.day < to_day
                union
                select c.customer, c.day from settled.contact c where c.day >= from_day and c.day < to_day) n
    ), other as (
        select 'order' as kind, o as id, row_number() over (order by o) / 1000 as portion
          from unnest(rollup.orders_of_days(from_day, to_day)) o
        union all
        select 'ticket', t, row_number() over (order by t) / 1000 from unnest(rollup.tickets_of_days(from_day, to_day)) t
        union all
        select 'survey', n.hash::text, row_number() over (order by n.hash) / 1000
          from (select v.hash from fact.survey v where v.day >= from_day and v.day < to_day
                union
                select s.hash from settled.survey s where s.day >= from_day and s.day < to_day) n
    ), named as (
        insert into ingest.dirty (customers, days, orders, tickets, surveys)
        select array_agg(c.customer), array_agg(c.day), null::text[], null::text[], null::bigint[] from contact c group by c.portion
        union all
        select null, null, array_agg(o.id) filter (where o.kind = 'order'), array_agg(o.id) filter (where o.kind = 'ticket'),
               array_agg(o.id::bigint) filter (where o.kind = 'survey')
          from other o group by o.kind, o.portion
        returning id
    )
    select max(n.id) from named n
$$;

comment on function rollup.name_days(date, date) is
    'Names everything of the business days [from_day, to_day) in ingest.dirty, in portions, so that it is settled once more; '
    'returns the id of the last row, NULL when there is nothing.';
