-- After orders: a conversation stays as long as an order that stays may depend on what was said in it, if it counts or may count
-- again. One that was written meanwhile has another version, and is left to the next time. An order is asked about once, not for
-- each conversation of its customer, of which a guests' account has thousands.

create or replace function fact.drop_conversations(
    kept_from date, conversations text[], versions uuid[], firsts timestamptz[], lasts timestamptz[], dry_run boolean
) returns table (month date, dropped bigint)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    back   integer := ref.window_days() - 1;
    before date := drop_conversations.kept_from - fact.look_back();
begin
    return query
    with ended as materialized (
        select c.conversation, c.version, c.customer, ref.day_of(n.first_at) as first, l.day as last
          from unnest(conversations, versions, firsts, lasts) as n(conversation, version, first_at, last_at)
         cross join lateral (select ref.day_of(n.last_at) as day) l
          join fact.conversation c on c.conversation = n.conversation and c.version = n.version
         where l.day < before
           and not exists (select from fact.survey v where v.subject = 'conversation' and v.reference = c.conversation
                              and v.day >= drop_conversations.kept_from)
           and not exists (select from fact.exclusion x where x.customer = c.customer and x.ended_at is null)
    ), order_that_stays as materialized (
        select o.customer, o.created_day, o.paid_day
          from (select e.customer, min(e.first) as first, max(e.last) as last from ended e group by e.customer) c
          join settled.orders o on o.customer = c.customer and o.created_day <= c.last + back
                               and coalesce(o.paid_day >= c.first, true)
         where fact.order_stays(o.order_id, drop_conversations.kept_from)
        union all  -- it has no settled row
        select e.customer, e.day, null
          from fact.exclusion x
          join fact.order_event e on e.order_id = x.reference and e.type = 'created'
         where x.kind = 'order' and x.ended_at is null and e.customer in (select n.customer from ended n)
    ), old as materialized (
        select e.* from ended e
         where not exists (select from order_that_stays o where o.customer = e.customer and o.created_day <= e.last + back
                              and coalesce(o.paid_day >= e.first, true))
    ), gone as (
        delete from fact.conversation c
         using old o
         where c.conversation = o.conversation and c.version = o.version and not dry_run
        returning o.conversation, o.customer, o.first, o.last
    ), parts as (
        delete from fact.contact_part p
         using gone g cross join lateral generate_series(0, g.last - g.first) d(away)
         where p.day = g.first + d.away and p.customer = g.customer and p.conversation = g.conversation
    )
    select date_trunc('month', o.last)::date, count(*) from old o group by 1;
end $$;

comment on function fact.drop_conversations(date, text[], uuid[], timestamptz[], timestamptz[], boolean) is
    'Deletes, of conversations given with their versions and the instants of their first and last event, those that do not stay '
    'when facts are kept from a day on: they end more than look_back before, no survey then is about them, no order that stays '
    'looks back at them, and their customer is not excluded (dry_run: deletes nothing). Returns how many go, by the month of the last event.';
