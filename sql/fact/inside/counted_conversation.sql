create or replace view fact.counted_conversation as
select c.*
  from fact.conversation c
 where c.conversation not in (select e.reference from fact.exclusion e
                               where e.kind = 'conversation' and e.ended_at is null)
   and coalesce(c.customer not in (select e.customer from fact.exclusion e
                                    where e.customer is not null and e.ended_at is null), true);

comment on view fact.counted_conversation is
    'One row per conversation (fact.conversation), without the excluded ones and those of excluded customers.';
