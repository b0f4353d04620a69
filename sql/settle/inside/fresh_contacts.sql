-- Calculates contacts from their parts and the customer's settled orders (docs/metrics.md, "Contact"). The hot path of
-- settling: one pass over the parts. Nearly every contact has one part, with one first response: those that have more are found by
-- their keys, and added up apart.

create or replace function settle.fresh_contacts(customers uuid[], days date[], as_of timestamptz)
returns settled.contact[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    rules  ref.rule_set := settle.rules_of(days);
    back   integer := rules.order_window_days - 1;
    any_orders boolean := exists (select from settled.orders);
    any_aliases boolean := exists (select from ref.agent_alias);
    ignored boolean := rules.round_trailing = 'ignore';
    judged boolean := settle.waits_are_judged(rules);
    zone   text := (select s.zone from ref.shop s);
    first  date;
    last   date;
    midnight timestamptz[];  -- of each business day: when its clocks showed 00:00; NULL: they change within it
    one_asked numeric[] := array(select b.one from settle.bucket b where b.bucket < 24 order by b.bucket);
    contacts settled.contact[];
begin
    if rules is null then  -- each by its own
        return array(
            select unnest(settle.fresh_contacts(array_agg(n.customer), array_agg(n.day), fresh_contacts.as_of))
              from (select unnest(customers) as customer, unnest(days) as day) n
              join ref.rule_span s on n.day >= s.since and n.day < s.until
             group by s.since);
    end if;
    select min(n.day), max(n.day) into first, last from (select unnest(days) as day) n;
    midnight := array(
        select case when lead(d.starts_at) over calendar - d.starts_at = interval '1 day'
                     and (d.starts_at at time zone s.zone)::time = s.cut_over
                     and (lead(d.starts_at) over calendar at time zone s.zone)::time = s.cut_over then d.starts_at - s.cut_over::interval end
          from ref.shop s, ref.day d
         where d.day between first and last + 1
        window calendar as (order by d.day)
         order by d.day);
    return array(
    with named as (
        select unnest(customers) as customer, unnest(days) as day
    ), counted as (  -- one of the two is empty, as the planner sees
        select p.customer, p.day, coalesce(a.agent, p.agent) as agent, p.customer_messages, p.agent_messages, p.closing_messages,
               p.first_customer_at, p.intent, p.asked, p.waits_ms, p.queued_ms, p.first_rounds, p.first_waits_ms, p.first_missing,
               p.unanswered, p.trailing_asked, p.handed_over, p.bot_answered, 0 as suspended
          from named
         cross join lateral (  -- looked up one by one: for so many the planner would read the whole table
               select u.* from fact.unexcluded_part u where u.customer = named.customer and u.day = named.day offset 0) p
          left join ref.agent_alias a on any_aliases and a.account = p.agent and a.days @> p.day  -- nothing to look up where there are none
         where not judged and p.counts_after < fresh_contacts.as_of
        union all
        select j.customer, j.day, j.agent, j.customer_messages, j.agent_messages, j.closing_messages, j.first_customer_at, j.intent,
               j.asked, j.waits_ms, j.queued_ms, null, j.first_waits_ms, j.first_missing, j.unanswered, j.trailing_asked,
               j.handed_over, j.bot_answered, j.suspended
          from settle.judged_parts(customers, days, fresh_contacts.as_of, rules) j where judged
    ), part as materialized (
        select p.customer, p.day, p.agent, p.customer_messages, p.agent_messages, p.customer_messages - p.closing_messages as questions,
               case when p.customer_messages > p.closing_messages then p.first_customer_at end as first_customer_at, p.intent,
               p.waits_ms, p.queued_ms,
               case when p.first_rounds is null then p.first_waits_ms
                    when cardinality(p.first_rounds) = 1 and p.first_waits_ms is null
                    then p.waits_ms[p.first_rounds[1] : p.first_rounds[1]]
                    else array(select p.waits_ms[i] from unnest(p.first_rounds) i) || p.first_waits_ms end as first_waits_ms,
               coalesce(cardinality(p.first_missing), 0) as first_missing,
               coalesce(cardinality(p.unanswered), 0)
                   + case when ignored then 0 else coalesce(cardinality(p.trailing_asked), 0) end as unanswered,
               coalesce(cardinality(p.trailing_asked), 0) as trailing_rounds,
               coalesce(cardinality(p.handed_over), 0) as handed_over,
               coalesce(cardinality(p.bot_answered), 0) as bot_answered,
               p.suspended,
               case when num_nonnulls(p.unanswered, p.trailing_asked, p.handed_over) = 0  -- nearly always
                         and p.first_hour = p.last_hour and p.asked[cardinality(p.asked)] - p.asked[1] < interval '1 hour'
                    then cardinality(p.asked) * one_asked[1 + p.first_hour::integer]
                    when num_nonnulls(p.asked, p.unanswered, p.trailing_asked, p.handed_over) > 0
                    then (select settle.added(one_asked[1 + coalesce(date_part('hour', a - p.midnight),
                                                                     date_part('hour', a at time zone zone))::integer])
                            from (select unnest(p.asked || p.unanswered || case when ignored then null else p.trailing_asked end
                                                || p.handed_over) as a) a) end as asked_hours
          from (select p.*, date_part('hour', p.asked[1] - p.midnight) as first_hour,
                       date_part('hour', p.asked[cardinality(p.asked)] - p.midnight) as last_hour
                  from (select p.*, midnight[1 + p.day - first] as midnight from counted p) p) p
    ), several as materialized (
        select p.day, p.customer, p.agent from part p group by p.day, p.customer, p.agent having count(*) > 1
    ), contact as (
        select p.customer, p.day, p.agent, p.customer_messages, p.agent_messages, p.questions, p.first_customer_at, p.intent,
               p.waits_ms, p.queued_ms, p.first_waits_ms, p.first_missing, p.unanswered, p.trailing_rounds, p.handed_over,
               p.bot_answered, p.suspended, p.asked_hours
          from part p
         where (p.day, p.customer, p.agent) not in (select s.day, s.customer, s.agent from several s)
        union all
        select p.customer, p.day, p.agent, sum(p.customer_messages)::integer, sum(p.agent_messages)::integer, sum(p.questions)::integer,
               min(p.first_customer_at),
               case when min(p.intent) = max(p.intent) then min(p.intent)
                    when min(p.intent) <> max(p.intent)
                    then settle.intent_of(p.customer, p.day, p.agent, fresh_contacts.as_of) end,
               (select array_agg(w order by w) from unnest(settle.joined(p.waits_ms)) w),
               settle.joined(p.queued_ms),
               (select array_agg(w order by w) from unnest(settle.joined(p.first_waits_ms)) w),
               sum(p.first_missing)::integer, sum(p.unanswered)::integer, sum(p.trailing_rounds)::integer, sum(p.handed_over)::integer,
               sum(p.bot_answered)::integer, sum(p.suspended)::integer, settle.added(p.asked_hours)
          from part p
         where (p.day, p.customer, p.agent) in (select s.day, s.customer, s.agent from several s)
         group by p.day, p.customer, p.agent
    )
    select row(c.customer, c.day, c.agent, c.customer_messages, c.agent_messages,
               c.waits_ms, c.unanswered, c.handed_over,
               c.first_missing, c.first_waits_ms,
               c.inquiry::smallint, (c.inquiry * coalesce(c.orders[2], false)::integer)::smallint,
               (c.inquiry * coalesce(c.orders[3], false)::integer)::smallint,
               c.received::smallint, c.trailing_rounds, c.bot_answered,
               case when c.queued_ms is null then 0 else (select count(q) from unnest(c.queued_ms) q) end::integer,
               case when c.queued_ms is null then 0 else (select coalesce(sum(q), 0) from unnest(c.queued_ms) q) end::bigint,
               c.suspended,
               coalesce(c.asked_hours, 0))::settled.contact
      from (select c.*, (c.received = 1 and c.questions > 0
                         and coalesce(c.intent = 'presale', not coalesce(c.orders[1], false)))::integer as inquiry
              from (select c.*,
                           (c.agent <> '(bot)' and (c.questions > 0 or c.waits_ms is not null or c.unanswered > 0)
                            and not ((ignored and c.trailing_rounds > 0 or c.suspended > 0)  -- and no other rounds
                                     and c.waits_ms is null and c.unanswered + c.handed_over = 0))::integer as received,
                           case when any_orders then (  -- the customer's unflagged orders around the day
                                select array[bool_or(x.created_at < c.first_customer_at and x.created_day >= c.day - back),
                                             bool_or(x.created_at >= c.first_customer_at and x.created_day >= c.day
                                                     and x.credit = c.agent),
                                             bool_or(x.created_at >= c.first_customer_at and x.created_day >= c.day
                                                     and x.credit = c.agent and x.in_time_paid)]
                                  from settled.orders x
                                 where x.customer = c.customer and x.created_day between c.day - back and c.day + back
                                   and not x.flagged) end as orders
                      from contact c offset 0) c offset 0) c);
end $$;

comment on function settle.fresh_contacts(uuid[], date[], timestamptz) is
    'The settled rows of the contacts (customers[i], days[i]), each named once, with every agent, fresh from their parts and from '
    'settled orders, as of an instant.';
