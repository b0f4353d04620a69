-- What a portion is compared with stands in memory, and grows with it: a small shop's portions are months, a large one's days.

create or replace function rollup.portions(from_day date, to_day date) returns table (first date, last date)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with counted as (  -- one row per day that has facts
        select f.day, count(*) as facts
          from (select p.day from fact.contact_part p
                union all
                select e.day from fact.order_event e
                union all
                select e.day from fact.ticket_event e
                union all
                select v.day from fact.survey v) f
         where f.day >= from_day and f.day < to_day
         group by f.day
    )
    select min(d.day), max(d.day)
      from (select u.day, div(sum(coalesce(c.facts, 0)) over (order by u.day), 100000) as portion
              from rollup.days_in_use(from_day, to_day) u(day)
              left join counted c using (day)) d
     group by date_trunc('month', d.day::timestamp), d.portion
$$;

comment on function rollup.portions(date, date) is
    'The business days in use of [from_day, to_day) in stretches [first, last], each of one month and of its first day and less than '
    '100,000 facts more.';
