create or replace function rollup.rebuild_month(of_month date, from_agent text, to_agent text) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set work_mem = '128MB'
set jit = off
set plan_cache_mode = force_custom_plan
set random_page_cost = 1.1
as $$
declare
    next_month constant date := of_month + interval '1 month';
begin
    perform settle.lock(true);
    delete from settled.buyer b
     where b.grain = 'month' and b.start = of_month and b.agent >= from_agent and (b.agent < to_agent or to_agent is null);
    insert into settled.buyer
    select b.agent, b.customer, 'month', of_month, sum(b.orders), sum(b.in_time), sum(b.payments), sum(b.amount)
      from settled.buyer b
     where b.grain = 'day' and b.start >= of_month and b.start < next_month
       and b.agent >= from_agent and (b.agent < to_agent or to_agent is null)
     group by b.agent, b.customer;
    delete from rollup.agent_period r
     where r.grain = 'month' and r.start = of_month and r.agent >= from_agent and (r.agent < to_agent or to_agent is null);
    insert into rollup.agent_period
    select f.* from rollup.fresh_months(of_month, next_month) f
     where f.agent >= from_agent and (f.agent < to_agent or to_agent is null);
end $$;

comment on function rollup.rebuild_month(date, text, text) is
    'Makes the buyers and roll-ups of a month anew from those of its days, for the agents [from_agent, to_agent) (NULL: to the '
    'last). Waits for the settler''s lock.';
