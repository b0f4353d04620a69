-- Whoever may see an agent sees what is the agent's; what other accounts of the same person did is for those who see them, and for that person.

create or replace function merit.year_sheet(of_agent text, of_year integer default null)
returns table (month date, closed boolean, revision integer, scheme text, total numeric, grade text, rank integer, place text,
               amount numeric, currency text, why text, agent text)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with caller as materialized (  -- one row, if the caller may see the agent
        select c.everybody, c.own, c.agents, merit.sees_wages() as wages
          from (select merit.sees_all() as everybody, coalesce(of_agent = merit.me(), false) as own, merit.visible_agents() as agents) c
         where c.everybody or of_agent = any (c.agents)
    ), months as materialized (  -- one row per month; accounts: those of the person that the caller may see; wages: the caller sees all their lines
        select m as month, period.latest(m) as revision, c.wages or o.own as wages,
               array(select a from unnest(post.accounts(m, of_agent)) a where c.everybody or o.own or a = any (c.agents)) as accounts
          from caller c
         cross join period.months() m
         cross join lateral (select c.own and of_agent = any (pay.own_accounts(m)) as own offset 0) o
         where extract(year from m) = coalesce(of_year, extract(year from ref.day_of(merit.now())))
    ), scored as (
        select r.month, r.revision, r.scheme, r.agent, r.total, r.grade, r.rank, r.place, ref.said(r.why) as why
          from months m
          join period.result r on r.month = m.month and r.revision = m.revision and r.agent = any (m.accounts)
        union all
        select m.month, null, s.scheme, s.agent, s.total, s.grade, s.rank, null, s.why
          from months m
         cross join lateral (select o.* from merit.score o
                              where m.revision is null and o.month = m.month and o.agent = any (m.accounts) offset 0) s
    ), paid as (
        select m.month, m.revision, l.scheme, l.agent, sum(l.amount) as amount
          from months m
          join pay.ledger l on l.period = period.month_name(m.month) and l.agent = any (m.accounts)
         where m.wages or l.kind not in ('waived', 'waived_reversal', 'pay', 'pay_reversal')
         group by 1, 2, 3, 4
    )
    select month, coalesce(s.revision, p.revision) is not null, coalesce(s.revision, p.revision), scheme, s.total, s.grade, s.rank,
           s.place, p.amount, case when p.amount is not null then (select h.currency from ref.shop h) end, s.why, agent
      from scored s full join paid p using (month, scheme, agent)
     order by month, scheme collate "C", agent collate "C"
$$;

comment on function merit.year_sheet(text, integer) is
    'One row per month of a year (default: this one), scheme and account of the person whose account the agent is: a closed month as frozen by '
    'its last revision, any other as merit.score shows it now. amount: the sum of the lines of the ledger that the caller may see; NULL: there are '
    'none. Leads see of a person the accounts that they lead, everybody all of their own '
    '(pay.own_accounts). No rows of an agent whom the caller may not see.';
