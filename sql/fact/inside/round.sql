create or replace view fact.round as
select p.customer, p.day, p.conversation, coalesce(a.agent, p.agent) as agent,
       case when r.asked_at <@ (select ref.suspended()) then 'suspended' else r.kind end as kind,
       r.asked_at, r.answered_at, p.counts_after, r.since_at
  from fact.contact_part p
  left join ref.agent_alias a on a.account = p.agent and a.days @> p.day
 cross join lateral (
       select 'answered' as kind, w.asked_at, w.asked_at + w.wait_ms * interval '1 ms' as answered_at,
              w.asked_at + w.queued_ms * interval '1 ms' as since_at
         from unnest(p.asked, p.waits_ms, p.queued_ms) as w(asked_at, wait_ms, queued_ms)
       union all
       select 'unanswered', u, null, null from unnest(p.unanswered) u
       union all
       select case (select u.round_trailing from ref.rules_on(p.day) u) when 'ignore' then 'trailing' else 'unanswered' end, t, null, null
         from unnest(p.trailing_asked) t
       union all
       select 'handed_over', h, null, null from unnest(p.handed_over) h) r;

comment on view fact.round is
    'One row per round, with the business day of its question and the agent that the account was on it. The round counts once '
    'as_of is later than counts_after. kind: what the rules and the service hours make of it; suspended, and trailing by the rule '
    'round.trailing: ignore, are in no metric but their own. since_at: when its agent got it, if that was later than the question.';
