-- Each subquery is hashed once per statement; that of an empty table costs nothing per row.

create or replace view fact.counted_part as
select p.*
  from fact.contact_part p
 where p.conversation not in (select e.reference from fact.exclusion e
                               where e.kind = 'conversation' and e.ended_at is null)
   and p.customer not in (select e.customer from fact.exclusion e
                           where e.customer is not null and e.ended_at is null);

comment on view fact.counted_part is
    'One row per part of a contact (fact.contact_part), without excluded conversations and customers.';
