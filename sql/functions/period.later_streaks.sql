create or replace function period.later_streaks(for_month date)
returns table (month date, agent text, paid numeric, due numeric, line bigint)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    later period.closing;
begin
    for later in
        select c.* from period.closing c
         where c.month > for_month and c.revision = period.latest(c.month) order by c.month
    loop
        return query
        with due as (
            select k.agent, sum((r ->> 'amount')::numeric) as amount
              from period.streaks_after(later.month, later.revision, later.scheme,
                                        array(select b from period.streaks_before(later.month, false) b)) k
              join period.closing_scheme f on f.month = later.month and f.revision = later.revision
                                          and f.scheme = later.scheme
              join score.scheme s on s.scheme = f.scheme and s.version = f.version
             cross join lateral jsonb_array_elements(s.document -> 'streaks') r
             where k.reached and k.condition = 'first' and k.action = 'reward'
               and r ->> 'when' = k.condition and r ->> 'action' = k.action and (r -> 'months')::integer = k.months
             group by k.agent
        ), paid as (
            select l.agent, l.amount, l.line from pay.standing l
             where l.period = period.month_name(later.month) and l.reason = 'first_streak' and l.kind = 'reward'
        )
        select later.month, coalesce(p.agent, d.agent), coalesce(p.amount, 0), coalesce(d.amount, 0), p.line
          from paid p
          full join due d using (agent)
         where coalesce(p.amount, 0) <> coalesce(d.amount, 0)
         order by 2;
    end loop;
end $$;

comment on function period.later_streaks(date) is
    'Streak rewards of closed months after this one that are not what the results as revised make of them: paid '
    'and due, and the line that paid. A person corrects them: pay.reverse_streak, or a revision of that month.';
