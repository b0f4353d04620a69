create or replace function period.stray_months() returns table (month date, agents text[], problem text)
language sql stable security definer rows 1
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with stray as materialized (
        select u.month from period.used_months() as u(month)
         where coalesce(u.month < (select period.first_month()), true) or u.month > merit.now() + interval '1 year'
    ), named as (
        select s.month, r.agent from stray s join rollup.agent_period r on r.grain = 'month' and r.start = s.month
        union
        select s.month, p.agent from stray s join fact.present p on p.grain = 'month' and p.start = s.month
    ), listed as (
        select n.month, array_agg(n.agent order by n.agent collate "C") as agents from named n group by n.month
    )
    select l.month, l.agents,
           format('%s has something of %s, but %s: no month that is closed has it; correct it where it was sent',
                  period.month_name(l.month), array_to_string(l.agents[:5], ', ')
                      || case when cardinality(l.agents) > 5 then format(' and %s more', cardinality(l.agents) - 5) else '' end,
                  case when period.first_month() is null then 'no month has chats, orders or tickets'
                       when l.month < period.first_month()
                       then format('the shop''s months begin with %s', period.month_name(period.first_month()))
                       else 'it is more than a year ahead' end)
      from listed l
     order by l.month
$$;

comment on function period.stray_months() is
    'One row per month in which something looks like a typing error: tallies, marks, targets or surveys before the '
    'shop''s first month; facts before the first closed month; anything more than a year ahead. Says whose it is, and the '
    'problem in words.';
