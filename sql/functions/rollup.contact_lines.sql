-- Of many contacts at once: every line is a sum of columns, so the columns are summed first.

create or replace function rollup.contact_lines(contacts settled.contact[]) returns setof rollup.line
language sql immutable
as $$
    with total as (
        select c.agent, c.day, count(*) as contacts, sum(c.received) as received,
               sum(c.replied) as replied, sum(c.customer_messages) as customer_messages,
               sum(c.agent_messages) as agent_messages, sum(c.answered) as answered,
               sum(c.unanswered) as unanswered, sum(c.handed_over) as handed_over,
               sum(c.slow) as slow, sum(c.response_ms) as response_ms,
               sum(c.first_responses) as first_responses,
               sum(c.first_response_ms) as first_response_ms, sum(c.inquirers) as inquirers,
               sum(c.ordered) as ordered, sum(c.paid) as paid
          from unnest(contacts) c
         group by c.agent, c.day
    )
    select t.agent, t.day, m.measure, 0::smallint, m.value::numeric
      from total t
     cross join lateral (values
           ('contacts', t.contacts),
           ('received', t.received),
           ('replied', t.replied),
           ('customer_messages', t.customer_messages),
           ('agent_messages', t.agent_messages),
           ('answered_rounds', t.answered),
           ('unanswered_rounds', t.unanswered),
           ('handed_over_rounds', t.handed_over),
           ('slow_rounds', t.slow),
           ('response_ms', t.response_ms),
           ('first_responses', t.first_responses),
           ('first_response_ms', t.first_response_ms),
           ('inquirers', t.inquirers),
           ('ordered', t.ordered),
           ('paid', t.paid)) as m(measure, value)
     where m.value <> 0
    union all
    select c.agent, c.day, 'wait', b, count(*)
      from unnest(contacts) c
     cross join unnest(c.wait_buckets) b
     group by c.agent, c.day, b
$$;

comment on function rollup.contact_lines is
    'What contacts contribute, by agent and day; their waits 1 each to measure wait of their bucket.';
