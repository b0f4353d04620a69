create or replace function settle.contacts_of_staff(staff text[], days date[]) returns table (customer uuid, day date)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select distinct c.customer, c.day
      from settle.staff_spans(staff, days) r
      join settled.contact c on c.agent = r.agent and c.day >= r.day and (c.day < r.until or r.until is null)
$$;

comment on function settle.contacts_of_staff(text[], date[]) is
    'The settled contacts whose service hours may be others because of staff records of the agents, of the days[i].';
