create or replace function rollup.days_in_use(from_day date, to_day date) returns setof date
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select d.day
      from (select r.start as day from rollup.agent_period r where r.grain = 'day' and r.start >= from_day and r.start < to_day
            union
            select r.start from rollup.dimension_period r where r.grain = 'day' and r.start >= from_day and r.start < to_day
            union
            select p.day from fact.contact_part p where p.day >= from_day and p.day < to_day
            union
            select c.day from settled.contact c where c.day >= from_day and c.day < to_day
            union
            select e.day from fact.order_event e where e.day >= from_day and e.day < to_day
            union
            select o.created_day from settled.orders o where o.created_day >= from_day and o.created_day < to_day
            union
            select b.start from settled.buyer b where b.grain = 'day' and b.start >= from_day and b.start < to_day
            union
            select e.day from fact.ticket_event e where e.day >= from_day and e.day < to_day
            union
            select u.day from settled.ticket t cross join unnest(array[t.created_day, t.due_day]) u(day)
             where u.day >= from_day and u.day < to_day
            union
            select v.day from fact.survey v where v.day >= from_day and v.day < to_day
            union
            select s.day from settled.survey s where s.day >= from_day and s.day < to_day) d
$$;

comment on function rollup.days_in_use(date, date) is
    'The business days of [from_day, to_day) that have any fact, settled row or roll-up.';
