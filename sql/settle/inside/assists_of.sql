-- An agent assists when, on some day, the stretch from the agent's first to last message with the customer meets
-- (created_at, paid_at]. Stretches are built once per contact and then compared. The contacts in reach come from an array: the
-- planner would expect a thousand days for each order, and read all parts.

create or replace function settle.assists_of(spans settle.span[])
returns table (order_id text, agent text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    customers uuid[];
    days      date[];
begin
    select array_agg(r.customer), array_agg(r.day) into customers, days
      from (select distinct s.customer, s.created_day + g.later as day
              from unnest(spans) s
             cross join generate_series(0, s.paid_day - s.created_day) as g(later)) r;
    return query
    with span as materialized (  -- one row per order
        select * from unnest(spans)
    ), reach as (  -- one row per customer and day on which anything could assist
        select r.customer, r.day from unnest(customers, days) as r(customer, day)
    ), stretch as materialized (  -- one row per contact in reach
        select p.customer, p.day, p.agent, min(p.agent_first_at) as first_at, max(p.agent_last_at) as last_at
          from reach
          join fact.counted_part p using (customer, day)
         where p.agent_messages > 0 and p.counts_after = '-infinity' and p.agent <> '(unassigned)'
         group by p.customer, p.day, p.agent
    )
    select distinct s.order_id, t.agent
      from span s
      join stretch t on t.customer = s.customer and t.day between s.created_day and s.paid_day
     where t.first_at <= s.paid_at and t.last_at > s.created_at;
end $$;

comment on function settle.assists_of(settle.span[]) is
    'The agents (the credited agent among them) who wrote to the customer between an order and its payment.';
