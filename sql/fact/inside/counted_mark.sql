-- In two halves, as fact.counted_tally.

create or replace view fact.counted_mark as
select m.agent, m.indicator, m.period, m.rater, m.role, m.score, m.scale, m.at, m.hash
  from fact.mark m
 where m.agent not in (select a.account from ref.agent_alias a)
union all
select coalesce(a.agent, m.agent), m.indicator, m.period, m.rater, m.role, m.score, m.scale, m.at, m.hash
  from (select distinct a.account from ref.agent_alias a) k
  join fact.mark m on m.agent = k.account
  left join ref.agent_alias a on a.account = m.agent and a.days @> ref.last_day(m.period);

comment on view fact.counted_mark is
    'One row per mark (fact.mark), under the agent that its account is on the last day of its period.';
