-- Each subquery is hashed once per statement; that of an empty table costs nothing per row.

create or replace view fact.unexcluded_part as
select p.*
  from fact.contact_part p
 where p.conversation not in (select e.reference from fact.exclusion e
                               where e.kind = 'conversation' and e.ended_at is null)
   and p.customer not in (select e.customer from fact.exclusion e
                           where e.customer is not null and e.ended_at is null);

comment on view fact.unexcluded_part is
    'One row per part of a contact (fact.contact_part), under its account, without excluded conversations and '
    'customers.';
