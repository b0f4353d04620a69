-- What was settled is found under the agents that the account was; what was not is dirty already. Days, and so the parts that are
-- read, are those on which these agents have anything. A round that was carried over counts by the day of its question. A ticket has
-- numbers on the days of its creation, due time, reply and resolutions, and a complaint has its own before it is resolved.

create or replace function settle.name_account(account text, agents text[], moved datemultirange) returns date
language plpgsql
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_custom_plan
as $$
declare
    earliest date;
begin
    with thing as (
        select c.customer, c.day
          from (select distinct r.start as day from rollup.agent_period r
                 where r.agent = any (agents) and r.grain = 'day' and r.start >= lower(moved)) d
         cross join lateral (
               select distinct p.customer, p.day from fact.contact_part p
                where p.day = d.day and p.agent = name_account.account
                  and (d.day <@ moved or exists (select from unnest(p.carried_asked) q where ref.day_of(q) <@ moved))) c
    ), named as (
        insert into ingest.dirty (customers, days)
        select array_agg(t.customer), array_agg(t.day) from thing t group by t.day
    )
    select min(t.day) into earliest from thing t;

    with thing as (
        select o.order_id, least(o.created_day, o.paid_day) as day, row_number() over (order by o.created_day) / 1000 as portion
          from settled.orders o
         where o.created_day >= lower(moved) and o.created_day <@ moved and o.credit = any (agents)
           and exists (select from fact.counted_order_event e
                        where e.order_id = o.order_id and e.agent = name_account.account)
    ), named as (
        insert into ingest.dirty (orders)
        select array_agg(t.order_id) from thing t group by t.portion
    )
    select least(earliest, min(t.day)) into earliest from thing t;

    with thing as (
        select s.ticket, min(n.day) as day, row_number() over (order by s.ticket) / 1000 as portion
          from (select distinct e.ticket from fact.ticket_event e where e.agent = name_account.account) e
          join settled.ticket s using (ticket)
         cross join unnest(s.resolution_days || array[s.created_day, s.due_day, s.reply_day]) as n(day)
         group by s.ticket
        having bool_or(n.day <@ moved)
    ), named as (
        insert into ingest.dirty (tickets)
        select array_agg(t.ticket) from thing t group by t.portion
    )
    select least(earliest, min(t.day)) into earliest from thing t;

    with thing as (
        select s.hash, s.day, row_number() over (order by s.day) / 1000 as portion
          from settled.survey s where s.agent = any (agents) and s.day >= lower(moved)
    ), named as (
        insert into ingest.dirty (surveys)
        select array_agg(t.hash) from thing t group by t.portion
    )
    select least(earliest, min(t.day)) into earliest from thing t;
    return earliest;
end $$;

comment on function settle.name_account(text, text[], datemultirange) is
    'Names in ingest.dirty, in portions, what changes when an account becomes another agent''s on these days: its contacts, the '
    'orders and surveys of the agents that it was, its tickets. Returns the first day whose numbers may change; NULL: none may.';
