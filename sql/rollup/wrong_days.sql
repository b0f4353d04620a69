-- Where a settled row counts and where it should, sums may be wrong: settled anew, it changes both.

create or replace function rollup.wrong_days(of_day date, out settled boolean, out days date[])
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    wrong constant record := rollup.wrong(of_day);
begin
    settled := wrong.settled;
    days := array(
        with orders as (
            select s.* from settled.orders s where s.order_id = any (wrong.orders)
            union all
            select f.* from settle.orders_of(wrong.orders) f
        )
        select of_day where wrong.settled or wrong.sums
        union
        select k.day
          from (select unnest(o.payment_days || o.created_day || o.paid_day) as day from orders o
                union all  -- of purchases: what they make repeats
                select unnest(r.payment_days)
                  from orders o
                  join settled.orders r on r.customer = o.customer and r.created_at > o.created_at
                 where o.in_time_paid and not o.flagged
                union all
                select unnest(t.resolution_days || t.created_day || t.due_day || t.reply_day)
                  from (select s.* from settled.ticket s where s.ticket = any (wrong.tickets)
                        union all
                        select f.* from settle.tickets_of(wrong.tickets, (select s.as_of from settle.state s)) f) t
                union all
                select s.day from settled.survey s where s.hash = any (wrong.surveys)
                union all
                select v.day from fact.survey v where v.hash = any (wrong.surveys)) k
         where k.day is not null);
end $$;

comment on function rollup.wrong_days(date) is
    'settled: whether any settled row of a business day is not what its facts amount to; days: where sums may be wrong, that day '
    'among them. None when all of it is right.';
