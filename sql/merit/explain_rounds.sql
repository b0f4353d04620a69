-- Goes from the agent's contacts of the month to their parts, each by its key, so that nothing is scanned.

create or replace function merit.explain_rounds(agent text, month date, most integer)
returns table (kind text, day date, conversation text, asked_at timestamptz, answered_at timestamptz,
               elapsed_seconds numeric, wait_seconds numeric)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with round as materialized (
        select row_number() over () as n, r.*
          from settled.contact c
          join fact.round r on r.customer = c.customer and r.day = c.day
         where c.agent = explain_rounds.agent and r.agent = explain_rounds.agent
           and ((select merit.sees_all()) or c.agent = any ((select merit.visible_agents())::text[]))
           and c.day >= explain_rounds.month
           and c.day < explain_rounds.month + interval '1 month'
           and r.counts_after < (select s.as_of from settle.state s)
    ), counted as (
        select w.ms, w.n
          from (select array_agg(r.agent order by r.n) as agents, array_agg(r.day order by r.n) as days,
                       array_agg(settle.wait_begins(r.asked_at, r.since_at, rule.response_from) order by r.n) as begun,
                       array_agg(r.answered_at order by r.n) as ended
                  from round r cross join ref.rules_on(explain_rounds.month) rule) a
         cross join unnest(ref.counted_waits(ref.teams_on(a.agents, a.days), a.begun, a.ended)) with ordinality as w(ms, n)
    ), judged as (
        select r.kind, r.day, r.conversation, r.asked_at, r.answered_at,
               extract(epoch from r.answered_at - r.asked_at) as elapsed_seconds,
               case when r.kind <> 'suspended' then w.ms / 1000.0 end as wait_seconds
          from round r join counted w using (n)
    ), ranked as (
        select j.*, row_number() over (partition by j.kind order by j.wait_seconds desc, j.elapsed_seconds desc, j.asked_at, j.conversation)
                        as place
          from judged j
    )
    select r.kind, r.day, r.conversation, r.asked_at, r.answered_at, round(r.elapsed_seconds, 1), round(r.wait_seconds, 1)
      from ranked r
     where r.place <= most
     order by r.kind = 'unanswered' desc, r.kind, r.place
$$;

comment on function merit.explain_rounds(text, date, integer) is
    'One row per round of the agent in the month (given by its first day), at most as many of each kind as the last '
    'argument says: unanswered rounds first, then answered ones by descending wait, then rounds that were handed over, then suspended '
    'ones, then trailing ones that the rule round.trailing leaves out: those two are in no metric but their own. elapsed_seconds: from question to answer; wait_seconds: what of it counts, inside the '
    'service hours and by the rule response.from. No row for an agent whom the caller may not see by name.';
