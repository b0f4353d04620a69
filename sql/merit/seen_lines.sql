-- What is waived of a penalty reveals the commission, what an item pays the wage, and so could the hash of a hidden line, by trying out amounts. So only
-- callers who see every line get hashes.

create or replace function merit.seen_lines() returns setof pay.ledger
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with caller as materialized (
        select merit.sees_wages() as wages, merit.sees_all() as everybody, merit.me() as agent,
               merit.visible_agents() as team
    ), was_own as materialized (  -- one row per month or term with pay of the caller's account, if the account was the caller's then
        select w.period
          from (select distinct l.period from caller c join pay.ledger l on l.agent = c.agent
                 where not c.wages and l.kind in ('waived', 'waived_reversal', 'pay', 'pay_reversal')) w
         cross join caller c
         where c.agent = any (pay.own_accounts(period.last_month(w.period)))
    )
    select l.line, l.period, l.revision, l.agent, l.scheme, l.reason, l.kind, l.amount, l.currency, l.reverses, l.waives,
           ref.said(l.note), l.posted_at, l.posted_by, case when c.wages then l.prev_hash end, case when c.wages then l.hash end
      from caller c
      join pay.ledger l on c.wages or l.agent = c.agent and l.period in (select w.period from was_own w)
                        or l.kind not in ('waived', 'waived_reversal', 'pay', 'pay_reversal') and (c.everybody or l.agent = any (c.team))
$$;

comment on function merit.seen_lines() is
    'What merit.ledger shows the caller: to payroll every line; to agents all of their own lines (pay.own_accounts); to leads and the '
    'closing role what was given and taken, of their teams and of everybody, without what was waived and what pay items give.';
