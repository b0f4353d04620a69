-- A survey goes to the agent that it gives; or else to who spoke last in its conversation before it, or to the agent of its
-- ticket or order (docs/metrics.md, "Metrics").

create or replace function settle.surveys_of(surveys bigint[]) returns setof settled.survey
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select v.hash,
           coalesce(a.agent, v.agent, s.agent, w.agent,
                    case when o.flagged and o.created_at is not null then '(silent)' else o.credit end,
                    '(unassigned)'),
           v.day,
           (v.rating - 1)::numeric / (v.scale - 1) * 100,
           v.dimension
      from fact.opinions_of(surveys) v
      left join ref.agent_alias a on a.account = v.agent and a.days @> v.day
      left join fact.conversation c on v.subject = 'conversation' and c.conversation = v.reference
      left join ref.agent_alias l on l.account = c.last_agent and l.days @> ref.day_of(c.last_agent_at)
     cross join lateral (
           select case when v.at >= c.last_agent_at then coalesce(l.agent, c.last_agent)
                       else (select ref.agent_on(e.agent, ref.day_of(e.at))
                               from unnest(c.earlier_agents, c.earlier_agents_at) with ordinality as e(agent, at, place)
                              where e.at <= v.at
                              order by e.place desc limit 1) end as agent) s
      left join settled.ticket t on v.subject = 'ticket' and t.ticket = v.reference
     cross join lateral (
           select coalesce((select r.agent from unnest(t.resolution_agents, t.resolution_at) with ordinality as r(agent, at, place)
                             where r.at <= v.at order by r.place desc limit 1),
                           (select ref.agent_on(h.agent, v.day) from unnest(t.owners, t.owned_at) with ordinality as h(agent, at, place)
                             where h.at <= v.at order by h.place desc limit 1)) as agent) w
      left join settled.orders o on v.subject = 'order' and o.order_id = v.reference;
end $$;

comment on function settle.surveys_of(bigint[]) is 'The settled rows of the answers that surveys belong to, fresh from facts and settled rows.';
