-- Goes from the agent's contacts of the month to their parts, each by its key, so that nothing is scanned.

create or replace function merit.explain_rounds(agent text, month date, most integer)
returns table (kind text, day date, conversation text, asked_at timestamptz, answered_at timestamptz,
               wait_seconds numeric)
language sql stable security definer
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with round as (
        select r.kind, r.day, r.conversation, r.asked_at, r.answered_at,
               extract(epoch from r.answered_at - r.asked_at) as wait_seconds
          from settled.contact c
          join fact.round r on r.customer = c.customer and r.day = c.day
         where c.agent = explain_rounds.agent and r.agent = explain_rounds.agent
           and ((select merit.sees_all()) or c.agent = any ((select merit.visible_agents())::text[]))
           and c.day >= explain_rounds.month
           and c.day < explain_rounds.month + interval '1 month'
           and r.counts_after < (select s.as_of from settle.state s)
    ), ranked as (
        select r.*, row_number() over (partition by r.kind order by r.wait_seconds desc, r.asked_at, r.conversation)
                        as place
          from round r
    )
    select r.kind, r.day, r.conversation, r.asked_at, r.answered_at, round(r.wait_seconds, 1)
      from ranked r
     where r.place <= most
     order by r.kind = 'unanswered' desc, r.kind, r.place
$$;

comment on function merit.explain_rounds(text, date, integer) is
    'One row per round of the agent in the month (given by its first day), at most as many of each kind as the last '
    'argument says: unanswered rounds first, then answered ones by descending wait (in seconds), then rounds that were '
    'handed over. No row for an agent whom the caller may not see by name.';
