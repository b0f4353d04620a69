create or replace function merit.seen_acknowledgements(for_month date)
returns table (revision integer, agent text, name text, told_at timestamptz, acknowledged_at timestamptz, acknowledged_by text)
language sql stable security definer rows 20
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with own as materialized (
        select w.receiver, w.agent from post.own_receivers(for_month) w
    ), told as materialized (  -- one row per revision and agent: when a receiver of the person's own had it
        select m.revision, w.agent, max(t.attempted_at) as at
          from post.message m
          join post.attempt t on t.message = m.id and t.outcome = 'sent'
          join own w on w.receiver = t.receiver
         where m.month = for_month and m.sequence = 0
         group by m.revision, w.agent
    ), named as materialized (  -- one row per revision and agent
        select r.revision, r.agent, max(r.name) as name from period.result r where r.month = for_month group by r.revision, r.agent
    )
    select c.revision, c.agent, w.name, t.at, a.acknowledged_at, a.acknowledged_by
      from period.result_revisions(for_month) c
      left join named w on w.revision = c.revision and w.agent = c.agent
      left join told t on t.revision = c.revision and t.agent = c.agent
      left join period.acknowledgement a on (a.month, a.revision, a.agent) = (for_month, c.revision, c.agent)
     where (select merit.sees_all() or merit.has_role('merit_payroll')) or c.agent = any ((select merit.visible_agents())::text[])
$$;

comment on function merit.seen_acknowledgements(date) is 'What merit.acknowledgement shows the caller for a month.';
