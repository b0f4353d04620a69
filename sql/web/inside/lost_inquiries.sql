create or replace function web.lost_inquiries(for_month date, agents text[]) returns table (key text, id text, agent text, content jsonb)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    template constant text := (select s.chat_url from period.setting s);
begin
    return query
    with lost as materialized (
        select c.customer, c.day, c.agent
          from settled.contact c
         where c.day >= for_month and c.day < for_month + interval '1 month' and c.inquirers > 0 and c.ordered = 0 and c.agent = any (agents)
    )
    select to_char(date '3000-01-01' - l.day, 'FM000000'), concat_ws('/', p.conversation, l.agent), l.agent,
           jsonb_build_object('day', l.day, 'conversation', p.conversation, 'url', web.link(template, p.conversation), 'asked_at', p.asked_at)
      from lost l
     cross join lateral (
           select f.conversation, min(f.first_customer_at) as asked_at
             from fact.counted_part f
            where f.customer = l.customer and f.day = l.day and f.agent = l.agent and f.customer_messages > 0
            group by f.conversation
            order by 2, 1 limit 1) p;
end $$;

comment on function web.lost_inquiries(date, text[]) is
    'One row per inquiry of these agents in the month whose customer did not order, the last day first: the conversation that it came by.';
