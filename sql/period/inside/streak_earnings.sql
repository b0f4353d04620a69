create or replace function period.streak_earnings(document jsonb, streaks period.streak[])
returns table (month date, agent text, amount numeric, months integer)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select k.month, k.agent, round(sum((r ->> 'amount')::numeric), 2), max(k.months)
      from unnest(streaks) k
     cross join lateral jsonb_array_elements(document -> 'streaks') r
     where k.reached and k.condition = 'first' and k.action = 'reward'
       and r ->> 'when' = k.condition and r ->> 'action' = k.action and (r -> 'months')::integer = k.months
       and (r ->> 'amount')::numeric > 0
     group by k.month, k.agent
$$;

comment on function period.streak_earnings(jsonb, period.streak[]) is
    'What streaks of firsts at the end of months earn by the document of the scheme that paid in them, in whole cents, and how many months in a row they count.';
