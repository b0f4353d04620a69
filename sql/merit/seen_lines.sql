-- What is waived of a penalty says what the commission was; and the hashes of lines that are not shown could be tried out,
-- so that only who sees every line is given those.

create or replace function merit.seen_lines() returns setof pay.ledger
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with caller as materialized (
        select merit.sees_wages() as wages, merit.sees_all() as everybody, merit.me() as agent,
               merit.visible_agents() as team
    )
    select l.line, l.period, l.revision, l.agent, l.scheme, l.reason, l.kind, l.amount, l.currency, l.reverses, l.waives,
           l.note, l.posted_at, l.posted_by, case when c.wages then l.prev_hash end, case when c.wages then l.hash end
      from caller c
      join pay.ledger l on c.wages or l.agent = c.agent
                        or l.kind not in ('waived', 'waived_reversal') and (c.everybody or l.agent = any (c.team))
$$;

comment on function merit.seen_lines is
    'What merit.ledger shows to the caller: payroll every line, agents all of their own, leads of their teams and the '
    'closing role of everybody what was given and taken, without what was waived.';
