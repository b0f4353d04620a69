create or replace view fact.counted_survey as
select v.*
  from fact.survey v
 where v.hash not in (select x.survey from fact.exclusion x where x.survey is not null and x.ended_at is null)
   and not exists (select from fact.exclusion x
                    where x.ended_at is null and x.kind = v.subject and x.reference = v.reference)
   and not exists (select from fact.exclusion x
                    where x.ended_at is null
                      and (x.customer = v.customer
                           or v.subject = 'conversation'
                              and x.customer = (select c.customer from fact.conversation c
                                                 where c.conversation = v.reference)
                           or v.subject = 'order'
                              and x.customer in (select y.customer from fact.order_event y
                                                  where y.order_id = v.reference and y.type = 'created')
                           or v.subject = 'ticket'
                              and x.customer in (select y.customer from fact.ticket_event y
                                                  where y.ticket = v.reference)));

comment on view fact.counted_survey is
    'One row per survey (fact.survey), without those that are excluded, or whose subject or customer is.';
