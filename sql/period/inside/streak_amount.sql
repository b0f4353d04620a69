create or replace function period.streak_amount(document jsonb, streak period.streak) returns numeric
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select sum((r ->> 'amount')::numeric)
      from jsonb_array_elements(document -> 'streaks') r
     where streak.reached and streak.condition = 'first' and streak.action = 'reward'
       and r ->> 'when' = streak.condition and r ->> 'action' = streak.action and (r -> 'months')::integer = streak.months
       and (r ->> 'amount')::numeric > 0
$$;

comment on function period.streak_amount(jsonb, period.streak) is
    'What a streak at the end of a month earns by the scheme that paid it: streaks of firsts alone earn money. NULL: nothing.';
