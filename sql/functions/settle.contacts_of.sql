-- What contacts amount to, from their parts and the customer's settled orders (docs/metrics.md, "Contact").
-- The hot path of settling: one pass over the parts, no sort.

create or replace function settle.contacts_of(customers uuid[], days date[], as_of timestamptz)
returns setof settled.contact
language plpgsql stable
set search_path = ''
as $$
declare
    rules   ref.rule_set := ref.rules();
    cap_ms  double precision := rules.response_cap_seconds * 1000.0;
    slow_ms double precision := rules.response_slow_seconds * 1000.0;
    back    integer := rules.order_window_days - 1;
begin
    return query
    with named as (
        select distinct n.customer, n.day from unnest(customers, days) as n(customer, day)
    ), part as materialized (
        select p.customer, p.day, p.agent, p.customer_messages, p.agent_messages, p.first_customer_at,
               p.intent, cardinality(p.unanswered) as unanswered, cardinality(p.handed_over) as handed_over,
               p.asked, p.answered, cardinality(p.first_asked) as first_responses,
               case when cardinality(p.first_asked) = 1  -- nearly always; then without a subquery
                    then least(round(date_part('epoch', p.first_answered[1] - p.first_asked[1]) * 1000), cap_ms)
                    when p.first_asked is not null
                    then (select sum(least(round(date_part('epoch', r.answered - r.asked) * 1000), cap_ms))
                            from unnest(p.first_asked, p.first_answered) as r(asked, answered))
               end as first_response_ms
          from named join fact.counted_part p using (customer, day)
         where p.counts_after < contacts_of.as_of
    ), message as (  -- one row per contact
        select p.customer, p.day, p.agent, count(*) as parts,
               sum(p.customer_messages) as customer_messages, sum(p.agent_messages) as agent_messages,
               sum(p.unanswered) as unanswered, sum(p.handed_over) as handed_over,
               coalesce(sum(p.first_responses), 0) as first_responses,
               coalesce(sum(p.first_response_ms), 0) as first_response_ms,
               min(p.first_customer_at) as first_customer_at,
               case when min(p.intent) = max(p.intent) then min(p.intent)
                    when min(p.intent) <> max(p.intent)
                    then settle.intent_of(p.customer, p.day, p.agent, contacts_of.as_of) end as intent
          from part p
         group by p.customer, p.day, p.agent
    ), wait as (  -- one row per contact with answered rounds
        select w.customer, w.day, w.agent, count(*) as answered,
               count(*) filter (where w.ms > slow_ms) as slow, sum(least(w.ms, cap_ms)) as response_ms,
               array_agg(settle.wait_bucket(w.ms)) as buckets
          from (select r.customer, r.day, r.agent,
                       round(date_part('epoch', r.answered - r.asked) * 1000) as ms
                  from (select p.customer, p.day, p.agent, unnest(p.asked) as asked,
                               unnest(p.answered) as answered
                          from part p) r) w
         group by w.customer, w.day, w.agent
    ), contact as (
        select m.*, coalesce(w.answered, 0) as answered, coalesce(w.slow, 0) as slow,
               coalesce(w.response_ms, 0) as response_ms, w.buckets
          from message m
          left join wait w using (customer, day, agent)
    )
    select c.customer, c.day, c.agent,
           (c.customer_messages > 0 or c.answered > 0)::integer::smallint,
           (c.answered > 0)::integer::smallint,
           c.customer_messages::integer, c.agent_messages::integer, c.answered::integer,
           coalesce(c.unanswered, 0)::integer, coalesce(c.handed_over, 0)::integer, c.slow::integer,
           c.response_ms::bigint,
           -- One part's waits come in the order of its questions; several parts' in no order.
           case when c.parts = 1 then c.buckets
                else (select array_agg(b order by b) from unnest(c.buckets) b) end,
           c.first_responses::integer, c.first_response_ms::bigint,
           i.inquiry::smallint, (i.inquiry * o.ordered)::smallint, (i.inquiry * o.paid)::smallint
      from contact c
     cross join lateral (  -- the customer's unflagged orders around the day
           select coalesce(bool_or(x.created_at < c.first_customer_at and x.created_day >= c.day - back),
                           false) as bought_before,
                  coalesce(bool_or(x.created_at >= c.first_customer_at and x.created_day >= c.day
                                   and x.credit = c.agent), false)::integer as ordered,
                  coalesce(bool_or(x.created_at >= c.first_customer_at and x.created_day >= c.day
                                   and x.credit = c.agent and x.in_time_paid), false)::integer as paid
             from settled.orders x
            where x.customer = c.customer and x.created_day between c.day - back and c.day + back
              and not x.flagged) o
     cross join lateral (
           select (c.customer_messages > 0
                   and coalesce(c.intent = 'presale', not o.bought_before))::integer as inquiry) i;
end $$;

comment on function settle.contacts_of is
    'The settled rows of the contacts (customers[i], days[i]) of every agent, fresh from their parts as of '
    'an instant and from settled orders.';
