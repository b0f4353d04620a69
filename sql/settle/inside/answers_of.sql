-- In PL/pgSQL, so that the planner sees the arrays and their lengths.

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
    select p.customer, p.agent, r.asked, r.answered
      from need
      join fact.counted_part p using (customer, day)
      join ref.day tomorrow on tomorrow.day = need.day + 1
     cross join lateral (
           select a.asked, a.asked + a.wait_ms * interval '1 ms' as answered
             from unnest(p.asked, p.waits_ms) as a(asked, wait_ms)
            where a.asked + a.wait_ms * interval '1 ms' < tomorrow.starts_at
            union all
           select c.asked, c.asked + c.wait_ms * interval '1 ms'
             from unnest(p.carried_asked, p.carried_waits_ms) as c(asked, wait_ms)) r
     where p.counts_after = '-infinity' and p.agent <> '(unassigned)';
end $$;

comment on function settle.answers_of(uuid[], date[], integer) is
    'One row per answered round of each customer whose answer lies on one of the days [day - back, day]. Rounds of '
    '"(unassigned)" are left out: they earn no credit.';
