create or replace function period.streak_rewards(streaks period.streak[])
returns table (month date, agent text, amount numeric, months integer)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select k.month, k.agent, sum(a.amount), max(k.months)
      from unnest(streaks) k
      join period.closing c using (month, revision)
      join period.closing_scheme f using (month, revision, scheme)
      join score.scheme s using (scheme, version)
     cross join lateral period.streak_amount(s.document, k) as a(amount)
     where a.amount is not null
     group by k.month, k.agent
$$;

comment on function period.streak_rewards(period.streak[]) is
    'What streaks of firsts at the end of closed months earn, and how many months in a row they count.';
