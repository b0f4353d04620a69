create or replace function merit.own_rounds(for_month date)
returns table (agent text, day date, conversation text, kind text, asked_at timestamptz, answered_at timestamptz)
language sql stable security definer cost 10000
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    select r.agent, r.day, r.conversation, r.kind, r.asked_at, r.answered_at
      from settled.contact c
      join fact.round r using (customer, day, agent)
     where c.day >= for_month and c.day < for_month + interval '1 month'
       and ((select merit.sees_all()) or c.agent = any ((select merit.visible_agents())::text[]))
       and r.counts_after < (select merit.now())
$$;

comment on function merit.own_rounds(date) is 'What merit.own_round shows the caller for a month.';
