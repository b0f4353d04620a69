-- What was settled is found under the agents that the account was; what was not is dirty already. Days, and so the parts that are
-- read, are those on which these agents have anything. A round that was carried over counts by the day of its question.

create or replace function settle.name_account(account text, agents text[], moved datemultirange) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
set jit = off
set plan_cache_mode = force_custom_plan
as $$
begin
    insert into ingest.dirty (customers, days)
    select array_agg(c.customer), array_agg(c.day)
      from (select distinct r.start as day from rollup.agent_period r
             where r.agent = any (agents) and r.grain = 'day' and r.start >= lower(moved)) d
     cross join lateral (
           select distinct p.customer, p.day from fact.contact_part p
            where p.day = d.day and p.agent = name_account.account
              and (d.day <@ moved or exists (select from unnest(p.carried_asked) q where ref.day_of(q) <@ moved))) c
     group by c.day;

    insert into ingest.dirty (orders)
    select array_agg(o.order_id)
      from (select o.order_id, row_number() over (order by o.created_day) / 1000 as portion
              from settled.orders o
             where o.created_day >= lower(moved) and o.created_day <@ moved and o.credit = any (agents)
               and exists (select from fact.counted_order_event e
                            where e.order_id = o.order_id and e.agent = name_account.account)) o
     group by o.portion;

    insert into ingest.dirty (tickets)
    select array_agg(t.ticket)
      from (select e.ticket, row_number() over () / 1000 as portion
              from fact.ticket_event e where e.agent = name_account.account group by e.ticket) t
     group by t.portion;

    insert into ingest.dirty (surveys)
    select array_agg(s.hash)
      from (select s.hash, row_number() over (order by s.day) / 1000 as portion
              from settled.survey s where s.agent = any (agents) and s.day >= lower(moved)) s
     group by s.portion;
end $$;

comment on function settle.name_account(text, text[], datemultirange) is
    'Names in ingest.dirty, in portions, what changes when an account becomes another agent''s on these days: its contacts, the '
    'orders and surveys of the agents that it was, the tickets that name it.';
