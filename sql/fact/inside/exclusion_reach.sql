-- For a customer: everything that any event links to that customer, settled or not. So more than the numbers hold may
-- become dirty, but never less.

create or replace function fact.exclusion_reach(kind text, reference text) returns ingest.dirty
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
declare
    reach ingest.dirty;
    one   uuid := case when kind = 'customer' then reference::uuid end;
begin
    case kind
    when 'conversation' then
        reach.conversations := array[reference];
    when 'order' then
        reach.orders := array[reference];
    when 'credit' then
        reach.orders := array[reference];
    when 'ticket' then
        reach.tickets := array[reference];
    when 'survey' then
        reach.surveys := array[reference::bigint];
    when 'customer' then
        reach.conversations := array(select c.conversation from fact.conversation c where c.customer = one
                                      union
                                     select p.conversation from fact.parts_of(one) p);
        reach.orders := array(select distinct e.order_id from fact.order_event e where e.customer = one);
        reach.tickets := array(select distinct t.ticket from fact.ticket_event t where t.customer = one);
    else  -- marks and targets are never settled
        null;
    end case;
    select array_agg(p.customer), array_agg(p.day) into reach.customers, reach.days
      from (select p.customer, p.day
              from unnest(reach.conversations) n
              join fact.conversation c on c.conversation = n
             cross join fact.parts_of(c.customer) p
             where p.conversation = c.conversation
             union
            select p.customer, p.day from fact.parts_of(one) p) p;
    reach.surveys := reach.surveys || array(
        select v.hash from fact.survey v where v.customer = one
         union
        select v.hash
          from (select 'conversation' as subject, unnest(reach.conversations) as reference
                 union all select 'order', unnest(reach.orders)
                 union all select 'ticket', unnest(reach.tickets)) s
          join fact.survey v using (subject, reference));
    return reach;
end $$;

comment on function fact.exclusion_reach(text, text) is
    'What becomes dirty when an exclusion begins or ends: the excluded thing, and whatever follows from it.';
