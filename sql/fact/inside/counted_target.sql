-- In two halves, as fact.counted_tally. The accounts of aliases are looked up one by one: of one agent's target the planner would read those of everybody.

create or replace view fact.counted_target as
select t.agent, t.period, t.metric, t.value, t.at, t.hash
  from fact.target t
 where t.agent not in (select a.account from ref.agent_alias a)
union all
select coalesce(a.agent, t.agent), t.period, t.metric, t.value, t.at, t.hash
  from (select distinct a.account from ref.agent_alias a) k
 cross join lateral (select x.* from fact.target x where x.agent = k.account offset 0) t
  left join ref.agent_alias a on a.account = t.agent and a.days @> ref.last_day(t.period);

comment on view fact.counted_target is
    'One row per target (fact.target), under the agent that its account is on the last day of its period.';
