-- Calculates again everything that the ledger must hold: rewards and penalties from frozen results and streaks, waivers and pay items
-- from settlements. A reversal must be one that is allowed. Operators and the closing role may call this too, so a problem names
-- agents and amounts only to callers who see them in the ledger.

create or replace function pay.verify_lines() returns table (line bigint, problem text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with closed as materialized (  -- one row per month or term and revision
        select c.*, max(c.revision) over (partition by c.period) as last from period.closed_period c
    ), earned as (  -- one row per reward or penalty that results and streaks make
        select e.period, e.revision, e.agent, e.scheme, e.reason, e.kind, e.amount::numeric(14, 2)
          from closed c
         cross join lateral period.reward_entries(c.period, c.revision, c.scheme) e
    ), paid as (  -- one row per reward or penalty in the ledger
        select l.* from pay.ledger l where l.kind in ('reward', 'penalty')
    ), waived as (  -- one row per settlement and penalty: the waiver that it had to leave, and the one that it left
        select s.ledger_line, w.line as penalty, w.waived, s.revision,
               coalesce((select sum(l.amount) from pay.ledger l
                          where l.waives = w.line and l.kind = 'waived' and l.line <= s.ledger_line
                            and not exists (select from pay.ledger r
                                             where r.reverses = l.line and r.line <= s.ledger_line)), 0) as found
          from pay.settlement s
         cross join lateral pay.waivers(s.period, s.revision, s.inputs, s.minimum, s.ledger_line) w
    ), item as (  -- one row per settlement, agent and item: what it had to pay, and what it paid
        select s.ledger_line, x.agent, x.item, sum(x.due) as due, sum(x.found) as found, max(x.line) as line
          from pay.settlement s
         cross join lateral (
               select i.agent, i.item, i.amount as due, null::numeric as found, null::bigint as line
                 from pay.items(s.period, s.revision, s.inputs) i where i.amount <> 0
               union all
               select l.agent, l.reason, null, l.amount, l.line
                 from pay.ledger l
                where l.period = s.period and l.revision = s.revision and l.kind = 'pay' and l.line <= s.ledger_line
                  and not exists (select from pay.ledger r where r.reverses = l.line and r.line <= s.ledger_line)) x
         group by s.period, s.revision, s.ledger_line, s.correction, x.agent, x.item
    )
    select p.line, 'no result or streak of its period earns it'
      from paid p
      left join earned e using (period, revision, agent, scheme, reason, kind, amount)
     where e.period is null
    union all
    select null, format('%s%s is missing in %s, revision %s', e.kind,
                        case when merit.sees_all() or merit.sees_wages() then format(' of %s for %s', e.amount, e.agent) end,
                        e.period, e.revision)
      from earned e
      left join paid p using (period, revision, agent, scheme, reason, kind, amount)
     where p.line is null
    union all
    select w.penalty, format('settled at line %s, another amount is waived of it than its inputs make%s', w.ledger_line,
                             case when merit.sees_wages() then format(': %s, not %s', w.found, w.waived) end)
      from waived w where w.found <> w.waived
    union all
    select i.line, format('settled at line %s, item %s%s', i.ledger_line, i.item,
                          case when merit.sees_wages() then format(' of %s: %s, not %s', i.agent, coalesce(i.found, 0), coalesce(i.due, 0))
                               else ' is another amount than its inputs and results make' end)
      from item i where i.due is distinct from i.found
    union all
    select l.line, 'no settlement pays it'
      from pay.ledger l
     where l.kind = 'pay'
       and not exists (select from pay.settlement s
                        where s.period = l.period and s.revision = l.revision and s.ledger_line >= l.line)
    union all
    select l.line, 'no settlement waives it'
      from pay.ledger l
     where l.kind = 'waived'
       and not exists (select from pay.settlement s
                         join pay.ledger p on p.line = l.waives and p.kind = 'penalty'
                        where s.period = l.period and s.revision = l.revision
                          and s.ledger_line >= l.line
                          and (p.period, p.revision, p.agent, p.reason) = (l.period, l.revision, l.agent, l.reason))
    union all
    select r.line, 'no settlement takes that back'
      from pay.ledger r
      join pay.ledger l on l.line = r.reverses and l.revision = r.revision
     where r.kind in ('pay_reversal', 'waived_reversal')
       and not exists (select from pay.settlement s
                        where s.period = r.period and s.revision = r.revision and s.ledger_line >= r.line)
    union all
    select r.line, format('it may not reverse line %s', r.reverses)
      from pay.ledger r
      join pay.ledger l on l.line = r.reverses
     where not coalesce((r.period, r.agent, r.scheme, r.reason, r.amount) = (l.period, l.agent, l.scheme, l.reason, -l.amount)
               and r.kind = case l.kind when 'waived' then 'waived_reversal' when 'pay' then 'pay_reversal' else 'reversal' end
               and l.kind in ('reward', 'penalty', 'waived', 'pay')
               and (r.revision = l.revision + 1
                      and exists (select from closed c where (c.period, c.revision) = (r.period, r.revision))
                    or r.revision = l.revision
                       and (l.kind in ('waived', 'pay') or (l.reason, l.kind) = ('first_streak', 'reward'))), false)
    union all
    select l.line, format('revision %s of its period did not reverse it', l.revision + 1)
      from pay.ledger l
      join closed c on c.period = l.period and c.revision = l.revision and c.revision < c.last
     where l.kind in ('reward', 'penalty', 'waived', 'pay') and not exists (select from pay.ledger r where r.reverses = l.line)
    union all
    select u.line, 'it was never posted' from pay.untold u
$$;

comment on function pay.verify_lines() is
    'One row per line of the ledger that does not follow from the frozen results, streaks and settlements; per line that '
    'people were never told of; and per line that should be there and is missing (line is NULL).';
