-- In two halves, so that an agent's tallies are found by the index: accounts that are always an agent of their own, and the others.

create or replace view fact.counted_tally as
select t.agent, t.day, t.kind, t.count
  from fact.tally t
 where t.agent not in (select a.account from ref.agent_alias a)
union all
select coalesce(a.agent, t.agent), t.day, t.kind, t.count
  from (select distinct a.account from ref.agent_alias a) k
  join fact.tally t on t.agent = k.account
  left join ref.agent_alias a on a.account = t.agent and a.days @> t.day;

comment on view fact.counted_tally is 'One row per tally (fact.tally), under the agent that its account is on the day.';
