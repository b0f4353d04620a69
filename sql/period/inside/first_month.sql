-- A month that was closed or skipped stays the first. Older chats that arrive later do not open months before it: those
-- could only be closed out of order, and would stop the timer.

create or replace function period.first_month() returns date
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select coalesce(least((select min(c.month) from period.closing c), (select min(s.month) from period.skipped s)),
                        (select m.start from rollup.measure m
                          where m.grain = 'month' and m.measure not in ('surveys', 'csat_sum') order by m.start limit 1)));
end $$;

comment on function period.first_month() is
    'The month with which the shop''s months begin: the first that was closed or skipped, or else the first with numbers '
    'from chats, orders or tickets. NULL: there is none yet.';
