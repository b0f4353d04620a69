create or replace function rollup.fresh_buyers(of_grain text, from_start date, to_start date) returns setof settled.buyer
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    named text[];
begin
    if of_grain = 'month' then
        return query
        select b.agent, b.customer, 'month', date_trunc('month', b.start::timestamp)::date, sum(b.orders)::integer,
               sum(b.in_time)::integer, sum(b.payments)::integer, sum(b.amount)
          from settled.buyer b
         where b.grain = 'day' and b.start >= from_start and b.start < to_start
         group by b.agent, b.customer, date_trunc('month', b.start::timestamp);
        return;
    end if;
    named := rollup.orders_of_days(from_start, to_start);
    return query
    select p.agent, p.customer, p.grain, p.start, sum(p.orders)::integer, sum(p.in_time)::integer, sum(p.payments)::integer,
           sum(p.amount)
      from settled.purchase p
     where p.grain = 'day' and p.start >= from_start and p.start < to_start and p.order_id in (select unnest(named))
     group by p.agent, p.customer, p.grain, p.start;
end $$;

comment on function rollup.fresh_buyers(text, date, date) is
    'The rows of settled.buyer of the days or months [from_start, to_start), anew: those by day from settled orders, those by '
    'month from those by day.';
