create or replace view fact.counted_part as
select p.customer, p.day, p.conversation, coalesce(a.agent, p.agent) as agent, p.counts_after, p.customer_messages, p.agent_messages,
       p.first_customer_at, p.agent_first_at, p.agent_last_at, p.intent, p.intent_at, p.intent_hash, p.asked, p.waits_ms,
       p.carried_asked, p.carried_waits_ms, p.first_waits_ms, p.unanswered, p.handed_over, p.closing_messages, p.queued_ms,
       p.first_rounds, p.first_asked, p.first_missing, p.trailing_asked, p.bot_answered, p.agent as account
  from fact.unexcluded_part p
  left join ref.agent_alias a on a.account = p.agent and a.days @> p.day;

comment on view fact.counted_part is
    'One row per part of a contact (fact.contact_part), under the agent that its account is on the day, without excluded conversations '
    'and customers.';
