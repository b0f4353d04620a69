create or replace function rollup.rebuild_days(from_day date, to_day date) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set work_mem = '128MB'
set jit = off
set plan_cache_mode = force_custom_plan
set random_page_cost = 1.1
as $$
begin
    perform settle.lock(true);
    delete from settled.buyer b where b.grain = 'day' and b.start >= from_day and b.start < to_day;
    insert into settled.buyer
    select p.agent, p.customer, p.grain, p.start, sum(p.orders), sum(p.in_time), sum(p.payments), sum(p.amount)
      from settled.purchase p
     where p.grain = 'day' and p.start >= from_day and p.start < to_day
       and p.order_id in (select unnest(rollup.orders_of_days(from_day, to_day)))
     group by p.agent, p.customer, p.grain, p.start;
    delete from rollup.agent_period r where r.grain = 'day' and r.start >= from_day and r.start < to_day;
    insert into rollup.agent_period select * from rollup.fresh_days(from_day, to_day);
end $$;

comment on function rollup.rebuild_days(date, date) is
    'Makes the buyers and roll-ups by day of [from_day, to_day) anew from settled rows. Waits for the settler''s lock.';
