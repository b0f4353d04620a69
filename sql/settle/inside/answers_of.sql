-- In PL/pgSQL, so that the planner sees the arrays and their lengths. A round is the agent's whose account it was on the day of its
-- question, which a carried one has before its part.

create or replace function settle.answers_of(customers uuid[], days date[], back integer)
returns table (customer uuid, agent text, asked timestamptz, answered timestamptz)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    with need as materialized (  -- the customers' days on which an answer counts
        select distinct n.customer, n.day - g.ago as day
          from unnest(customers, days) as n(customer, day)
         cross join generate_series(0, back) as g(ago)
    )
    select r.customer, coalesce(a.agent, r.account), r.asked, r.asked + r.wait_ms * interval '1 ms'
      from (select p.customer, p.account, tomorrow.starts_at as day_ends, unnest(p.asked || p.carried_asked) as asked,
                   unnest(p.waits_ms || p.carried_waits_ms) as wait_ms
              from need
              join fact.counted_part p using (customer, day)
              join ref.day tomorrow on tomorrow.day = need.day + 1
             where p.counts_after = '-infinity' and p.account <> '(unassigned)') r
      left join ref.agent_alias a on a.account = r.account and a.days @> ref.day_of(r.asked)
     where r.asked + r.wait_ms * interval '1 ms' < r.day_ends;
end $$;

comment on function settle.answers_of(uuid[], date[], integer) is
    'One row per answered round of each customer whose answer lies on one of the days [day - back, day]. Rounds of '
    '"(unassigned)" are left out: they earn no credit.';
