-- A team can have changed long ago: what follows from it is named for later settlements.

create or replace function settle.name_staff(staff text[], days date[]) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    insert into ingest.dirty (customers, days)
    select array_agg(c.customer), array_agg(c.day)
      from (select c.*, row_number() over (order by c.day, c.customer) / 5000 as portion
              from settle.contacts_of_staff(staff, days) c
             where cardinality(staff) > 0) c
     group by c.portion;

    insert into ingest.dirty (tickets)
    select array_agg(t.ticket)
      from (select t.ticket, row_number() over (order by t.ticket) / 5000 as portion
              from settle.tickets_of_staff(staff, days) as t(ticket)
             where cardinality(staff) > 0) t
     group by t.portion
$$;

comment on function settle.name_staff(text[], date[]) is
    'Names in ingest.dirty what staff records change, in portions (settle.contacts_of_staff, tickets_of_staff).';
