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
        select array_agg(p.customer), array_agg(p.day) into reach.customers, reach.days
          from fact.conversation c
          join fact.contact_part p on p.customer = c.customer and p.conversation = c.conversation
         where c.conversation = exclusion_reach.reference;
    when 'order' then
        reach.orders := array[reference];
    when 'credit' then
        reach.orders := array[reference];
    when 'ticket' then
        reach.tickets := array[reference];
    when 'survey' then
        reach.surveys := array[reference::bigint];
    when 'customer' then
        select array_agg(p.customer), array_agg(p.day) into reach.customers, reach.days
          from fact.contact_part p where p.customer = one;
        reach.conversations := array(select distinct p.conversation from fact.contact_part p where p.customer = one);
        reach.orders := array(select o.order_id from settled.orders o where o.customer = one);
        reach.tickets := array(select distinct t.ticket from fact.ticket_event t where t.customer = one);
        reach.surveys := array(
            select v.hash from fact.survey v
             where v.customer = one
                or v.subject = 'ticket' and v.reference in (select unnest(reach.tickets)));
    end case;
    if kind in ('order', 'ticket') then
        reach.surveys := array(select v.hash from fact.survey v
                                where v.subject = exclusion_reach.kind and v.reference = exclusion_reach.reference);
    end if;
    return reach;
end $$;

comment on function fact.exclusion_reach(text, text) is
    'What becomes dirty when the exclusion of something begins or ends; surveys of conversations and of orders '
    'whose flag or credit changes follow by themselves.';
