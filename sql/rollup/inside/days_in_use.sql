create or replace function rollup.days_in_use(from_day date, to_day date) returns setof date
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select d.day
      from (select from_day + generate_series(0, to_day - from_day - 1) as day) d
     where exists (select from rollup.agent_period r where r.grain = 'day' and r.start = d.day)
        or exists (select from fact.contact_part p where p.day = d.day)
        or exists (select from settled.contact c where c.day = d.day)
        or exists (select from fact.order_event e where e.day = d.day)
        or exists (select from settled.orders o where o.created_day = d.day)
        or exists (select from settled.buyer b where b.grain = 'day' and b.start = d.day)
        or exists (select from fact.ticket_event e where e.day = d.day)
        or exists (select from settled.ticket t where t.created_day = d.day or t.due_day = d.day)
        or exists (select from fact.survey v where v.day = d.day)
        or exists (select from settled.survey s where s.day = d.day)
$$;

comment on function rollup.days_in_use(date, date) is
    'The business days of [from_day, to_day) that have any fact, settled row or roll-up.';
