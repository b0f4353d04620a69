-- What was closed or passed over stays the first: older chats that arrive later neither open months before it, which could
-- only be closed out of order, nor stop the timer.

create or replace function period.first_month() returns date
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(least((select min(c.month) from period.closing c), (select min(s.month) from period.skipped s)),
                    (select m.month from rollup.agent_month m where m.measure not in ('surveys', 'csat_sum')
                      order by m.month limit 1))
$$;

comment on function period.first_month() is
    'The month that the shop''s months begin with: the first that was closed or skipped, else the first with numbers '
    'from chats, orders or tickets; NULL: there is none yet.';
