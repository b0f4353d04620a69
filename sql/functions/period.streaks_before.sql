-- Walks through the unbroken run of closed months before this one, by their last revisions: what a month's streaks were
-- when it was closed may have been revised since. Where a reward was paid and stands, the count starts anew, whatever
-- revisions made of it, so that nobody is paid twice for one month.

create or replace function period.streaks_before(for_month date, by_ledger boolean default true)
returns setof period.streak
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    one    date := for_month;
    before period.streak[];
begin
    while exists (select from period.closing c where c.month = (one - interval '1 month')::date)
      and not exists (select from period.skipped s where s.month = (one - interval '1 month')::date) loop
        one := one - interval '1 month';
    end loop;
    while one < for_month loop
        before := array(
            select k
              from period.closing c
             cross join lateral period.streaks_after(c.month, c.revision, c.scheme, before) k
             where c.month = one and c.revision = period.latest(one));
        if by_ledger then
            before := array(
                select row(b.month, b.revision, b.agent, b.condition, b.action, b.months, b.count,
                           case when b.condition = 'first' and b.action = 'reward'
                                then l.line is not null else b.reached end)::period.streak
                  from unnest(before) b
                  left join pay.standing l on l.period = period.month_name(one) and l.agent = b.agent
                                          and l.reason = 'first_streak' and l.kind = 'reward');
        end if;
        one := one + interval '1 month';
    end loop;
    return query select b.* from unnest(before) b;
end $$;

comment on function period.streaks_before(date, boolean) is
    'Streaks at the end of the month before; none when that one is not closed or was skipped. by_ledger: a '
    'reward that stands starts the count anew, and nothing else does; otherwise results alone decide.';
