-- Day by day, because indexes of parts begin with the day.

create or replace function fact.parts_of(customer uuid) returns setof fact.contact_part
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select p.*
      from ref.day d
      join fact.contact_part p on p.day = d.day and p.customer = parts_of.customer
     where d.day between (select min(f.day) from fact.contact_part f) and (select max(l.day) from fact.contact_part l)
$$;

comment on function fact.parts_of(uuid) is 'The parts of all contacts with a customer.';
