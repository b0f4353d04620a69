-- Walks through the closed months by their last revisions: the streaks of the day of closing may have been revised since.
-- After a reward that was paid and stands, the count of its streak starts again, even if a revision has since ended the
-- streak. So nobody is paid twice for one month.

create or replace function period.streaks_before(for_month date, by_ledger boolean default true)
returns setof period.streak
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    one    period.closing;
    before period.streak[];
begin
    for one in
        select c.* from period.closing c
         where c.month < for_month and c.revision = period.latest(c.month) order by c.month
    loop
        before := array(select k from period.streaks_after(one.month, one.revision, one.scheme, before) k);
        if by_ledger then
            before := array(
                select row(b.month, b.revision, b.agent, b.condition, b.action, b.months, b.count,
                           case when b.condition = 'first' and b.action = 'reward'
                                then p.month is not null else b.reached end)::period.streak
                  from unnest(before) b
                  left join pay.unreversed l on l.period = period.month_name(one.month) and l.agent = b.agent
                                          and l.reason = 'first_streak' and l.kind = 'reward'
                  left join period.streak p
                         on (p.month, p.revision, p.agent, p.condition, p.action, p.months)
                            = (b.month, l.revision, b.agent, b.condition, b.action, b.months)
                        and p.reached);
        end if;
        return query select b.* from unnest(before) b;
    end loop;
end $$;

comment on function period.streaks_before(date, boolean) is
    'The streaks at the end of every closed month before this one. by_ledger: only a reward that stands restarts the '
    'count; otherwise results alone decide.';
