-- What is not settled yet is no difference, and is settled first, at the stored as_of. Facts go on arriving: who wants one
-- picture of a live shop calls this in a transaction of isolation level repeatable read, begun with the settler's lock.

create or replace function rollup.verify(from_day date, to_day date)
returns table (object text, key text, "column" text, stored text, fresh text)
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
    mark       bigint := (select max(d.id) from ingest.dirty d);
begin
    perform settle.lock(true);
    as_of := coalesce((select s.as_of from settle.state s), now());
    while exists (select from ingest.dirty d where d.id <= mark) loop
        perform settle.run(as_of, true);
    end loop;

    return query
    with fresh as (
        select f from settle.orders_of(rollup.orders_of_days(from_day, to_day)) f
    ), stored as (
        select s from settled.orders s
         where s.order_id in (select unnest(rollup.orders_of_days(from_day, to_day)))
    )
    select d.* from fresh full join stored on (stored.s).order_id = (fresh.f).order_id
     cross join rollup.difference('settled.orders', coalesce((s).order_id, (f).order_id),
                                  to_jsonb(s), to_jsonb(f)) d
     where s is distinct from f;

    return query
    with named as (
        select array_agg(n.customer) as customers, array_agg(n.day) as days
          from (select distinct p.customer, p.day from fact.contact_part p
                 where p.day >= from_day and p.day < to_day
                union
                select c.customer, c.day from settled.contact c
                 where c.day >= from_day and c.day < to_day) n
    ), fresh as (
        select f from named cross join settle.contacts_of(named.customers, named.days, as_of) f
    ), stored as (
        select s from settled.contact s where s.day >= from_day and s.day < to_day
    )
    select d.*
      from fresh full join stored on (stored.s).customer = (fresh.f).customer
                                 and (stored.s).day = (fresh.f).day and (stored.s).agent = (fresh.f).agent
     cross join rollup.difference(
           'settled.contact',
           format('%s %s %s', coalesce((s).customer, (f).customer), coalesce((s).day, (f).day),
                  coalesce((s).agent, (f).agent)),
           to_jsonb(s), to_jsonb(f)) d
     where s is distinct from f;

    return query
    with fresh as (
        select f from settle.tickets_of(rollup.tickets_of_days(from_day, to_day), as_of) f
    ), stored as (
        select s from settled.ticket s
         where s.ticket in (select unnest(rollup.tickets_of_days(from_day, to_day)))
    )
    select d.* from fresh full join stored on (stored.s).ticket = (fresh.f).ticket
     cross join rollup.difference('settled.ticket', coalesce((s).ticket, (f).ticket),
                                  to_jsonb(s), to_jsonb(f)) d
     where s is distinct from f;

    return query
    with fresh as (
        select f from settle.surveys_of(array(select v.hash from fact.survey v
                                               where v.day >= from_day and v.day < to_day)) f
    ), stored as (
        select s from settled.survey s where s.day >= from_day and s.day < to_day
    )
    select d.* from fresh full join stored on (stored.s).hash = (fresh.f).hash
     cross join rollup.difference('settled.survey', coalesce((s).hash, (f).hash)::text,
                                  to_jsonb(s), to_jsonb(f)) d
     where s is distinct from f;

    return query
    with fresh as (
        select row(p.agent, p.customer, p.grain, p.start, sum(p.orders)::integer, sum(p.in_time)::integer,
                   sum(p.payments)::integer, sum(p.amount))::settled.buyer as f
          from settled.purchase p
         where p.start >= case p.grain when 'day' then from_day else from_month end and p.start < to_day
         group by p.agent, p.customer, p.grain, p.start
    ), stored as (
        select b as s from settled.buyer b
         where b.start >= case b.grain when 'day' then from_day else from_month end and b.start < to_day
    )
    select d.*
      from fresh full join stored on (stored.s).agent = (fresh.f).agent
                                 and (stored.s).customer = (fresh.f).customer
                                 and (stored.s).grain = (fresh.f).grain and (stored.s).start = (fresh.f).start
     cross join rollup.difference(
           'settled.buyer',
           format('%s %s %s %s', coalesce((s).agent, (f).agent), coalesce((s).customer, (f).customer),
                  coalesce((s).grain, (f).grain), coalesce((s).start, (f).start)),
           to_jsonb(s), to_jsonb(f)) d
     where s is distinct from f;

    return query
    select d.*
      from (select f from rollup.fresh_days(from_day, to_day) f) fresh
      full join (select r as s from rollup.agent_day r where r.day >= from_day and r.day < to_day) stored
           on (s).day = (f).day and (s).agent = (f).agent and (s).measure = (f).measure
          and (s).bucket = (f).bucket
     cross join rollup.difference(
           'rollup.agent_day',
           format('%s %s %s %s', coalesce((s).day, (f).day), coalesce((s).agent, (f).agent),
                  coalesce((s).measure, (f).measure), coalesce((s).bucket, (f).bucket)),
           to_jsonb(s), to_jsonb(f)) d
     where s is distinct from f;

    return query
    select d.*
      from (select f from rollup.fresh_months(from_month, to_month) f) fresh
      full join (select r as s from rollup.agent_month r
                  where r.month >= from_month and r.month < to_month) stored
           on (s).month = (f).month and (s).agent = (f).agent and (s).measure = (f).measure
          and (s).bucket = (f).bucket
     cross join rollup.difference(
           'rollup.agent_month',
           format('%s %s %s %s', coalesce((s).month, (f).month), coalesce((s).agent, (f).agent),
                  coalesce((s).measure, (f).measure), coalesce((s).bucket, (f).bucket)),
           to_jsonb(s), to_jsonb(f)) d
     where s is distinct from f;
end $$;

comment on function rollup.verify is
    'Compares settled rows and roll-ups of the business days [from_day, to_day), and of the months they lie '
    'in, with a fresh calculation at the stored as_of. One row per object, key and column that differs; none '
    'when all is right. Waits for the settler''s lock, and settles what is not settled yet.';
