create or replace function settle.contacts_of(customers uuid[], days date[], as_of timestamptz)
returns setof settled.contact
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select f.*
      from (select array_agg(n.customer) as customers, array_agg(n.day) as days
              from (select distinct u.customer, u.day from unnest(contacts_of.customers, contacts_of.days) as u(customer, day)) n) d
     cross join lateral unnest(settle.fresh_contacts(d.customers, d.days, contacts_of.as_of)) f
$$;

comment on function settle.contacts_of(uuid[], date[], timestamptz) is
    'The settled rows of the contacts (customers[i], days[i]) with every agent, fresh from their parts and from settled '
    'orders, as of an instant.';
