-- Of many contacts at once: every line is a sum over contacts or over their waits, so those are summed
-- first. In PL/pgSQL so that the planner sees how long the array is.

create or replace function rollup.contact_lines(contacts settled.contact[], rules ref.rule_set)
returns setof rollup.line
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $$
declare
    cap_ms  bigint := rules.response_cap_seconds * 1000::bigint;
    slow_ms bigint := rules.response_slow_seconds * 1000::bigint;
begin
    if cardinality(contacts) > 0 is not true then
        return;
    end if;
    return query
    with total as (
        select c.agent, c.day, count(*) as contacts,
               count(*) filter (where c.customer_messages > 0 or c.waits_ms is not null) as received,
               count(c.waits_ms) as replied, sum(c.customer_messages) as customer_messages,
               sum(c.agent_messages) as agent_messages, sum(c.unanswered) as unanswered,
               sum(c.handed_over) as handed_over, sum(c.first_responses) as first_responses,
               sum(c.first_response_ms) as first_response_ms, sum(c.inquirers) as inquirers,
               sum(c.ordered) as ordered, sum(c.paid) as paid
          from unnest(contacts) c
         group by c.agent, c.day
    ), wait as (
        -- bucket 0 is below 1 ms, bucket n >= 1 is [1.05^(n-1), 1.05^n)
        select w.agent, w.day, b.bucket, count(*) as rounds,
               count(*) filter (where w.ms > slow_ms) as slow, sum(least(w.ms, cap_ms)) as response_ms
          from (select c.agent, c.day, unnest(c.waits_ms) as ms from unnest(contacts) c) w
         cross join lateral (
               select case when w.ms < 1 then 0
                           else 1 + floor(ln(w.ms::double precision) / ln(1.05::double precision))
                           end::smallint as bucket) b
         group by w.agent, w.day, b.bucket
    ), response as (
        select w.agent, w.day, sum(w.rounds) as answered, sum(w.slow) as slow,
               sum(w.response_ms) as response_ms
          from wait w
         group by w.agent, w.day
    )
    select t.agent, t.day, m.measure, 0::smallint, m.value::numeric
      from total t
     cross join lateral (values
           ('contacts', t.contacts),
           ('received', t.received),
           ('replied', t.replied),
           ('customer_messages', t.customer_messages),
           ('agent_messages', t.agent_messages),
           ('unanswered_rounds', t.unanswered),
           ('handed_over_rounds', t.handed_over),
           ('first_responses', t.first_responses),
           ('first_response_ms', t.first_response_ms),
           ('inquirers', t.inquirers),
           ('ordered', t.ordered),
           ('paid', t.paid)) as m(measure, value)
     where m.value <> 0
    union all
    select r.agent, r.day, m.measure, 0::smallint, m.value
      from response r
     cross join lateral (values
           ('answered_rounds', r.answered),
           ('slow_rounds', r.slow),
           ('response_ms', r.response_ms)) as m(measure, value)
     where m.value <> 0
    union all
    select w.agent, w.day, 'wait', w.bucket, w.rounds::numeric
      from wait w;
end $$;

comment on function rollup.contact_lines is
    'What contacts contribute under the rules, by agent and day; waits 1 each to measure wait of their bucket.';
