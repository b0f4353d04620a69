-- Rows of one id and dimension are one answer: what the last one says, with what it does not state from the one before it, at
-- the moment of the first. What it is about is one statement. Who excludes a row, excludes the answer.

create or replace function fact.opinions_of(surveys bigint[]) returns setof fact.survey
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    with named as materialized (
        select v.*, v.hash in (select x.survey from fact.exclusion x where x.survey is not null and x.ended_at is null) as excluded
          from fact.survey v
         where v.hash in (select unnest(fact.same_answer(surveys)))
    ), answer as (
        select n.hash, n.at, n.day, n.subject, n.reference, n.agent, n.customer, n.dimension, n.rating, n.scale, n.survey, n.excluded
          from named n where n.survey is null
        union all
        select (array_agg(v.hash order by v.at, v.hash))[1] as hash,
               (array_agg(v.at order by v.at, v.hash))[1] as at,
               (array_agg(v.day order by v.at, v.hash))[1] as day,
               (array_agg(v.subject order by v.at desc, v.hash desc) filter (where v.subject is not null))[1] as subject,
               (array_agg(v.reference order by v.at desc, v.hash desc) filter (where v.subject is not null))[1] as reference,
               (array_agg(v.agent order by v.at desc, v.hash desc) filter (where v.agent is not null))[1] as agent,
               (array_agg(v.customer order by v.at desc, v.hash desc) filter (where v.customer is not null))[1] as customer,
               v.dimension,
               (array_agg(v.rating order by v.at desc, v.hash desc))[1] as rating,
               (array_agg(v.scale order by v.at desc, v.hash desc))[1] as scale,
               v.survey,
               bool_or(v.excluded) as excluded
          from named v
         where v.survey is not null
         group by v.survey, v.dimension
    )
    select a.hash, a.at, a.day, a.subject, a.reference, a.agent, a.customer, a.dimension, a.rating, a.scale, a.survey
      from answer a
     where not a.excluded
       and not exists (select from fact.exclusion x
                        where x.ended_at is null and x.kind = a.subject and x.reference = a.reference)
       and not exists (select from fact.exclusion x
                        where x.ended_at is null
                          and (x.customer = a.customer
                               or a.subject = 'conversation'
                                  and x.customer = (select c.customer from fact.conversation c
                                                     where c.conversation = a.reference)
                               or a.subject = 'order'
                                  and x.customer in (select y.customer from fact.order_event y
                                                      where y.order_id = a.reference and y.type = 'created')
                               or a.subject = 'ticket'
                                  and x.customer in (select y.customer from fact.ticket_event y
                                                      where y.ticket = a.reference)));
end $$;

comment on function fact.opinions_of(bigint[]) is
    'One row per answer that the surveys given (by their hashes) belong to, as its rows together state it, under the hash of the '
    'first; without those that are excluded, or whose subject or customer is.';
