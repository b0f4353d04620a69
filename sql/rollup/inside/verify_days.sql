-- All of it is seen in one snapshot, that of the query that calls it: settling commits settled rows, roll-ups and the dirty rows
-- that it took together, so that what no visible dirty row names must be right. Nobody is kept waiting.

create or replace function rollup.verify_days(from_day date, to_day date)
returns table (object text, key text, "column" text, stored text, fresh text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set work_mem = '128MB'
set jit = off
set plan_cache_mode = force_custom_plan
set random_page_cost = 1.1
as $$
declare
    first_day  constant date := greatest(from_day, ref.kept_from());  -- what lies before is no longer there to calculate from
    as_of      timestamptz := coalesce((select s.as_of from settle.state s), now());
    unsettled  record := rollup.unsettled();
    orders     text[] := array(select o from unnest(rollup.orders_of_days(first_day, to_day)) o
                                where o not in (select unnest(unsettled.orders)));
    tickets    text[] := array(select t from unnest(rollup.tickets_of_days(first_day, to_day)) t
                                where t not in (select unnest(unsettled.tickets)));
begin
    from_day := first_day;
    return query
    with fresh as (
        select f from settle.orders_of(orders) f
    ), stored as (
        select s from settled.orders s
         where s.order_id in (select unnest(orders))
    )
    select d.* from fresh full join stored on (stored.s).order_id = (fresh.f).order_id
     cross join rollup.difference('settled.orders', coalesce((s).order_id, (f).order_id),
                                  to_jsonb(s), to_jsonb(f)) d
     where s is distinct from f;

    return query
    with named as (
        select array_agg(n.customer) as customers, array_agg(n.day) as days
          from (select p.customer, p.day from fact.contact_part p where p.day >= from_day and p.day < to_day
                union
                select c.customer, c.day from settled.contact c where c.day >= from_day and c.day < to_day) n
         where (n.customer, n.day) not in (select u.customer, u.day from unnest(unsettled.customers, unsettled.days) u(customer, day))
    ), fresh as (
        select f from named cross join settle.contacts_of(named.customers, named.days, as_of) f
    ), stored as (
        select s from settled.contact s
         where s.day >= from_day and s.day < to_day
           and (s.customer, s.day) not in (select u.customer, u.day from unnest(unsettled.customers, unsettled.days) u(customer, day))
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
        select f from settle.tickets_of(tickets, as_of) f
    ), stored as (
        select s from settled.ticket s
         where s.ticket in (select unnest(tickets))
    )
    select d.* from fresh full join stored on (stored.s).ticket = (fresh.f).ticket
     cross join rollup.difference('settled.ticket', coalesce((s).ticket, (f).ticket),
                                  to_jsonb(s), to_jsonb(f)) d
     where s is distinct from f;

    return query
    with fresh as (
        select f from settle.surveys_of(array(select v.hash from fact.survey v
                                               where v.day >= from_day and v.day < to_day
                                                 and v.hash not in (select unnest(unsettled.surveys)))) f
         where f.day >= from_day and f.day < to_day  -- corrections of earlier answers may lie here
    ), stored as (
        select s from settled.survey s
         where s.day >= from_day and s.day < to_day and s.hash not in (select unnest(unsettled.surveys))
    )
    select d.* from fresh full join stored on (stored.s).hash = (fresh.f).hash
     cross join rollup.difference('settled.survey', coalesce((s).hash, (f).hash)::text,
                                  to_jsonb(s), to_jsonb(f)) d
     where s is distinct from f;

    return query select v.* from rollup.verify_sums('day', from_day, to_day) v;
end $$;

comment on function rollup.verify_days(date, date) is
    'Compares settled rows of the business days [from_day, to_day) with their facts at the stored as_of, but those that facts '
    'not settled yet may change, and the roll-ups by day with the settled rows. Rows as of rollup.verify.';
