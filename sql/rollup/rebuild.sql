-- First the settled rows (by the very steps of settling), then the roll-ups as their lines make them:
-- so that it mends a roll-up that somebody changed by hand, too.

create or replace function rollup.rebuild(from_day date, to_day date) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set work_mem = '128MB'
set jit = off
set plan_cache_mode = force_custom_plan
set random_page_cost = 1.1
as $$
declare
    as_of      timestamptz;
    from_month date := date_trunc('month', from_day);
    to_month   date := date_trunc('month', to_day - 1) + interval '1 month';
    one        date;
begin
    perform settle.lock(true);
    select s.as_of into as_of from settle.state s;

    perform settle.apply_orders(rollup.orders_of_days(from_day, to_day));
    delete from settled.buyer b
     where b.start >= case b.grain when 'day' then from_day else from_month end and b.start < to_day;
    insert into settled.buyer
    select p.agent, p.customer, p.grain, p.start, sum(p.orders), sum(p.in_time), sum(p.payments),
           sum(p.amount)
      from settled.purchase p
     where p.start >= case p.grain when 'day' then from_day else from_month end and p.start < to_day
     group by p.agent, p.customer, p.grain, p.start;
    for one in  -- day by day, so that no array grows with the range
        select p.day from fact.contact_part p where p.day >= from_day and p.day < to_day
        union
        select c.day from settled.contact c where c.day >= from_day and c.day < to_day
    loop
        perform settle.apply_contacts(array_agg(n.customer), array_agg(one), as_of)
           from (select p.customer from fact.contact_part p where p.day = one
                 union
                 select c.customer from settled.contact c where c.day = one) n;
    end loop;
    perform settle.apply_tickets(rollup.tickets_of_days(from_day, to_day), as_of);
    perform settle.apply_surveys(
        array(select v.hash from fact.survey v where v.day >= from_day and v.day < to_day
              union
              select s.hash from settled.survey s where s.day >= from_day and s.day < to_day),
        null, null, null);

    delete from rollup.agent_month r where r.month >= from_month and r.month < to_month;
    insert into rollup.agent_month select * from rollup.fresh_months(from_month, to_month);
    delete from rollup.agent_day r where r.day >= from_day and r.day < to_day;
    insert into rollup.agent_day select * from rollup.fresh_days(from_day, to_day);
end $$;

comment on function rollup.rebuild is
    'Makes settled rows and roll-ups of the business days [from_day, to_day) anew from facts, and the roll-ups '
    'of the months they lie in. Waits for the settler''s lock.';
