-- Who asks for it has to look who may.

create or replace function period.evidence(for_month date, of_agent text, metrics text[], targets text[], seen text[])
returns table (kind text, reference text, day date, at timestamptz, what text, amount numeric, seconds numeric,
               excluded boolean)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
declare
    ends constant date := for_month + interval '1 month';
begin
    return query
    with contact as (
        select c.customer, c.day from settled.contact c
         where c.agent = of_agent and c.day >= for_month and c.day < ends
        union
        select p.customer, p.day from fact.exclusion e
          join fact.conversation v on v.conversation = e.reference
          join ref.day d on d.day >= for_month and d.day < ends
          join fact.contact_part p on p.day = d.day and p.customer = v.customer and p.conversation = v.conversation
         where e.kind = 'conversation' and e.ended_at is null and ref.agent_on(p.agent, p.day) = of_agent
    ), piece (kind, reference, day, at, what, amount, seconds) as (
        select 'round', r.conversation, r.day, r.asked_at, ref.said(ref.term('kind', r.kind)), null::numeric,
               extract(epoch from r.answered_at - r.asked_at)
          from contact join fact.round r using (customer, day)
         where r.agent = of_agent and r.counts_after < merit.now()
        union all
        select 'order', o.order_id, o.created_day, o.created_at,
               concat_ws(', ', ref.said(case when o.credit = of_agent then 'evidence.credited'
                                             when seen is null or o.credit = any (seen)
                                             then ref.message('evidence.credited_to', o.credit)
                                             when o.credit is not null then 'evidence.credited_elsewhere' end),
                         ref.said(case when o.flagged then 'evidence.flagged' end),
                         ref.said(case when o.in_time_paid then 'evidence.in_time' end),
                         ref.said(case when of_agent = any (o.assists) then 'evidence.assisted' end)),
               o.amount, null
          from (select n.* from settled.orders n where n.created_day >= for_month and n.created_day < ends
                 union all
                select p.* from settled.orders p
                 where p.created_day < for_month
                   and p.payment_days[cardinality(p.payment_days)] >= for_month  -- the last: orders_paid_later has those paid later
                   and p.payment_days[cardinality(p.payment_days)] <> p.created_day
                   and exists (select from unnest(p.payment_days) d where d >= for_month and d < ends)) o
         where o.credit = of_agent or of_agent = any (o.assists)
            or (o.customer, o.created_day) in (select c.customer, c.day from contact c)
        union all  -- those that are excluded are not settled
        select 'order', c.order_id, c.day, c.at, '',
               (select s.amount from fact.order_event s
                 where s.order_id = c.order_id and s.type in ('created', 'updated') and s.amount is not null
                 order by s.at desc, s.type desc, s.hash desc limit 1), null
          from (select distinct on (e.order_id) e.*
                  from fact.exclusion x join fact.order_event e on e.order_id = x.reference and e.type = 'created'
                 where x.kind = 'order' and x.ended_at is null
                 order by e.order_id, e.at, e.hash) c
         where c.day >= for_month and c.day < ends
           and ((c.customer, c.day) in (select n.customer, n.day from contact n)
                or exists (select from fact.order_event s where s.order_id = c.order_id and s.agent = of_agent))
        union all
        select 'ticket', t.ticket, t.created_day, null, coalesce(t.category, ref.said('evidence.ticket')), null, null
          from settled.ticket t
         where (of_agent in (t.agent, t.due_agent) or of_agent = any (t.resolution_agents) or t.reply_agent = of_agent)
           and (t.created_day >= for_month and t.created_day < ends
                or exists (select from unnest(t.resolution_days) d where d >= for_month and d < ends))
        union all
        select 'survey', s.hash::text, s.day, v.at, ref.said(ref.message('evidence.of', v.rating::text, v.scale::text)), null, null
          from settled.survey s cross join lateral fact.opinions_of(array[s.hash]) v
         where s.agent = of_agent and s.day >= for_month and s.day < ends
           and (array_to_string(metrics, ' ') !~ '\mcsat:' or 'csat:' || s.dimension = any (metrics))
        union all
        select g.kind, g.reference, null, g.at, g.what, g.amount, null
          from period.given(period.month_name(for_month), of_agent, metrics, targets) g
    )
    select p.kind, p.reference, p.day, p.at, p.what, p.amount, p.seconds,
           exists (select from fact.exclusion e
                    where e.ended_at is null and e.reference = p.reference
                      and e.kind = case p.kind when 'round' then 'conversation' else p.kind end)
      from piece p
     where p.kind in (select k.kind
                        from unnest(metrics) as m(metric)
                       cross join lateral unnest(case
                             when m.metric like 'mark:%' then array['mark']
                             when m.metric ~ '^(csat|surveys)' then array['survey']
                             when m.metric = 'target_completion' then array['order']
                             when m.metric ~ '^(ticket|complaint|disputes|overdue|reopens|sla)' then array['ticket']
                             when m.metric ~ '^(inquir|ordered|paid$|payment_|lost_)' then array['round', 'order']
                             when m.metric ~ '^(order|valid_order|abnormal_order|paid_order|payers|sales|repeat_sales|buyers|unit_price|assisted|refund)'
                             then array['order']
                             else array['round'] end) as k(kind)
                      union all
                      select 'target' where targets is not null)
     order by p.kind, p.seconds desc nulls first, p.at, p.reference;
end $$;

comment on function period.evidence(date, text, text[], text[], text[]) is
    'The rounds, orders, tickets, surveys, marks or targets of an agent''s month behind metrics and targets: the longest waits first. '
    'seconds: the wait. excluded: already left out. seen: of these agents alone names are told; NULL: of all.';
