-- Calculates contacts from their parts and the customer's settled orders (docs/metrics.md, "Contact"). The hot path of
-- settling: one pass over the parts. Nearly every contact has one part, with one first response.

create or replace function settle.contacts_of(customers uuid[], days date[], as_of timestamptz)
returns setof settled.contact
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    rules  ref.rule_set := settle.rules_of(days);
    back   integer := rules.order_window_days - 1;
    any_orders boolean := exists (select from settled.orders);
    ignored boolean := rules.round_trailing = 'ignore';
    judged boolean := settle.waits_are_judged(rules);
    zone   text := (select s.zone from ref.shop s);
    first  date := (select min(d) from unnest(days) d);
    midnight timestamptz[] := array(  -- of each business day: when its clocks showed 00:00; NULL: they change within it
        select case when lead(d.starts_at) over calendar - d.starts_at = interval '1 day'
                     and (d.starts_at at time zone s.zone)::time = s.cut_over
                     and (lead(d.starts_at) over calendar at time zone s.zone)::time = s.cut_over then d.starts_at - s.cut_over::interval end
          from ref.shop s, ref.day d
         where d.day between first and (select max(n) + 1 from unnest(contacts_of.days) n)
        window calendar as (order by d.day)
         order by d.day);
    one_asked numeric[] := array(select b.one from settle.bucket b where b.bucket < 24 order by b.bucket);
begin
    if rules is null then  -- each by its own
        return query
        select c.*
          from (select array_agg(n.customer) as customers, array_agg(n.day) as days
                  from unnest(customers, days) as n(customer, day)
                  join ref.rule_span s on n.day >= s.since and n.day < s.until
                 group by s.since) p
         cross join lateral settle.contacts_of(p.customers, p.days, contacts_of.as_of) c;
        return;
    end if;
    return query
    with named as (
        select n.customer, n.day from unnest(customers, days) as n(customer, day)
         group by n.day, n.customer
         order by n.day, n.customer  -- neighbours here are neighbours in the index
    ), part as (  -- one of the two is empty, as the planner sees
        select p.customer, p.day, p.agent, p.customer_messages, p.agent_messages, p.closing_messages, p.first_customer_at, p.intent,
               p.asked, p.waits_ms, p.queued_ms,
               case when p.first_rounds is null then p.first_waits_ms
                    when cardinality(p.first_rounds) = 1 and p.first_waits_ms is null
                    then p.waits_ms[p.first_rounds[1] : p.first_rounds[1]]
                    else array(select p.waits_ms[i] from unnest(p.first_rounds) i) || p.first_waits_ms end as first_waits_ms,
               p.first_missing, p.unanswered, p.trailing_asked, p.handed_over, p.bot_answered, 0 as suspended
          from named join fact.counted_part p using (customer, day)
         where not judged and p.counts_after < contacts_of.as_of
        union all
        select j.* from settle.judged_parts(customers, days, contacts_of.as_of, rules) j where judged
    ), contact as (
        select p.customer, p.day, p.agent,
               sum(p.customer_messages) as customer_messages, sum(p.agent_messages) as agent_messages,
               sum(p.customer_messages - p.closing_messages) as questions,
               case when count(*) = 1 then settle.joined(p.waits_ms)
                    else (select array_agg(w order by w) from unnest(settle.joined(p.waits_ms)) w) end as waits_ms,
               coalesce(sum(cardinality(p.unanswered)), 0)
                   + case when ignored then 0 else coalesce(sum(cardinality(p.trailing_asked)), 0) end as unanswered,
               coalesce(sum(cardinality(p.trailing_asked)), 0) as trailing_rounds,
               coalesce(sum(cardinality(p.handed_over)), 0) as handed_over,
               coalesce(sum(cardinality(p.bot_answered)), 0) as bot_answered,
               settle.joined(p.queued_ms) as queued_ms,
               settle.added(case when num_nonnulls(p.unanswered, p.trailing_asked, p.handed_over) = 0  -- nearly always
                                 and p.first_hour = p.last_hour and p.asked[cardinality(p.asked)] - p.asked[1] < interval '1 hour'
                        then cardinality(p.asked) * one_asked[1 + p.first_hour::integer]
                        when num_nonnulls(p.asked, p.unanswered, p.trailing_asked, p.handed_over) > 0
                        then (select settle.added(one_asked[1 + coalesce(date_part('hour', a - p.midnight),
                                                                         date_part('hour', a at time zone zone))::integer])
                                from unnest(p.asked || p.unanswered || case when ignored then null else p.trailing_asked end
                                            || p.handed_over) as a) end) as asked_hours,
               case when count(*) = 1 then settle.joined(p.first_waits_ms)
                    else (select array_agg(w order by w) from unnest(settle.joined(p.first_waits_ms)) w) end as first_waits_ms,
               coalesce(sum(cardinality(p.first_missing)), 0) as first_missing,
               sum(p.suspended) as suspended,
               min(p.first_customer_at) filter (where p.customer_messages > p.closing_messages) as first_customer_at,
               case when min(p.intent) = max(p.intent) then min(p.intent)
                    when min(p.intent) <> max(p.intent)
                    then settle.intent_of(p.customer, p.day, p.agent, contacts_of.as_of) end as intent
          from (select p.*, date_part('hour', p.asked[1] - p.midnight) as first_hour,
                       date_part('hour', p.asked[cardinality(p.asked)] - p.midnight) as last_hour
                  from (select p.*, midnight[1 + p.day - first] as midnight from part p) p) p
         group by p.day, p.customer, p.agent
    )
    select c.customer, c.day, c.agent, c.customer_messages::integer, c.agent_messages::integer,
           c.waits_ms, c.unanswered::integer, c.handed_over::integer,
           c.first_missing::integer, c.first_waits_ms,
           i.inquiry::smallint, (i.inquiry * o.ordered)::smallint, (i.inquiry * o.paid)::smallint,
           r.received::smallint, c.trailing_rounds::integer, c.bot_answered::integer,
           case when c.queued_ms is null then 0 else (select count(q) from unnest(c.queued_ms) q) end::integer,
           case when c.queued_ms is null then 0 else (select coalesce(sum(q), 0) from unnest(c.queued_ms) q) end::bigint,
           c.suspended::integer,
           coalesce(c.asked_hours, 0)
      from contact c
     cross join lateral (
           select (c.agent <> '(bot)' and (c.questions > 0 or c.waits_ms is not null or c.unanswered > 0)
                   and not ((ignored and c.trailing_rounds > 0 or c.suspended > 0)  -- and no other rounds
                            and c.waits_ms is null and c.unanswered + c.handed_over = 0))::integer as received) r
     cross join lateral (  -- the customer's unflagged orders around the day
           select coalesce(bool_or(x.created_at < c.first_customer_at and x.created_day >= c.day - back),
                           false) as bought_before,
                  coalesce(bool_or(x.created_at >= c.first_customer_at and x.created_day >= c.day
                                   and x.credit = c.agent), false)::integer as ordered,
                  coalesce(bool_or(x.created_at >= c.first_customer_at and x.created_day >= c.day
                                   and x.credit = c.agent and x.in_time_paid), false)::integer as paid
             from settled.orders x
            where any_orders and x.customer = c.customer and x.created_day between c.day - back and c.day + back
              and not x.flagged) o
     cross join lateral (
           select (r.received = 1 and c.questions > 0
                   and coalesce(c.intent = 'presale', not o.bought_before))::integer as inquiry) i;
end $$;

comment on function settle.contacts_of(uuid[], date[], timestamptz) is
    'The settled rows of the contacts (customers[i], days[i]) with every agent, fresh from their parts and from settled '
    'orders, as of an instant.';
