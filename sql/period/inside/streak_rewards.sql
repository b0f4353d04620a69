create or replace function period.streak_rewards(streaks period.streak[])
returns table (month date, agent text, amount numeric, months integer)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select k.month, k.agent, sum((r ->> 'amount')::numeric), max(k.months)
      from unnest(streaks) k
      join period.closing c using (month, revision)
      join period.closing_scheme f using (month, revision, scheme)
      join score.scheme s using (scheme, version)
     cross join lateral jsonb_array_elements(s.document -> 'streaks') r
     where k.reached and k.condition = 'first' and k.action = 'reward'
       and r ->> 'when' = k.condition and r ->> 'action' = k.action and (r -> 'months')::integer = k.months
       and (r ->> 'amount')::numeric > 0
     group by k.month, k.agent
$$;

comment on function period.streak_rewards(period.streak[]) is
    'What streaks of firsts at the end of closed months earn, and how many months in a row they count.';
