create or replace function merit.seen_acknowledgements(of_period text)
returns table (revision integer, agent text, name text, told_at timestamptz, acknowledged_at timestamptz, acknowledged_by text)
language sql stable security definer rows 20
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with own as materialized (
        select w.receiver, w.agent from post.own_receivers(period.last_month(of_period)) w
    ), told as materialized (  -- one row per revision and agent: when a receiver of the person's own had it
        select m.revision, w.agent, max(t.attempted_at) as at
          from post.message m
          join post.attempt t on t.message = m.id and t.outcome = 'sent'
          join own w on w.receiver = t.receiver
         where coalesce(m.term, period.month_name(m.month)) = of_period and m.sequence = 0
         group by m.revision, w.agent
    ), named as materialized (  -- one row per revision and agent
        select r.revision, r.agent, max(r.name) as name
          from (select x.revision, x.agent, x.name from period.result x where x.month = period.month_of(of_period)
                union all
                select x.revision, x.agent, x.name from period.term_result x where x.term = of_period) r
         group by r.revision, r.agent
    )
    select c.revision, c.agent, w.name, t.at, a.acknowledged_at, a.acknowledged_by
      from period.revisions_of(of_period) c
      left join named w on w.revision = c.revision and w.agent = c.agent
      left join told t on t.revision = c.revision and t.agent = c.agent
      left join (select x.* from period.acknowledgement x where coalesce(x.term, period.month_name(x.month)) = of_period) a on a.revision = c.revision and a.agent = c.agent
     where (select merit.sees_all() or merit.has_role('merit_payroll')) or c.agent = any ((select merit.visible_agents())::text[])
$$;

comment on function merit.seen_acknowledgements(text) is 'What merit.acknowledgement shows the caller for a month or term, by its name.';
