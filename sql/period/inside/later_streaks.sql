create or replace function period.later_streaks(for_month date)
returns table (month date, agent text, paid numeric, due numeric, line bigint)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with due as (  -- one row per month and agent: what a streak earns now
        select r.month, r.agent, r.amount
          from period.streak_rewards(array(select b from period.streaks_before('infinity', false) b)) r
         where r.month > for_month
    ), paid as (  -- one row per month and agent: what a streak was paid
        select c.month, l.agent, l.amount, l.line
          from period.closing c
          join pay.unreversed l on l.period = period.month_name(c.month)
         where c.month > for_month and c.revision = 0 and l.reason = 'first_streak' and l.kind = 'reward'
    )
    select month, agent, coalesce(p.amount, 0)::numeric(14, 2), coalesce(d.amount, 0)::numeric(14, 2), p.line
      from paid p
      full join due d using (month, agent)
     where coalesce(p.amount, 0) <> coalesce(d.amount, 0)
     order by month, agent collate "C"
$$;

comment on function period.later_streaks(date) is
    'One row per streak reward of a later closed month that is not what the revised results make of it: what is paid, '
    'what is due, and the line that paid. A person corrects it, by pay.reverse_streak or by a revision of that month.';
