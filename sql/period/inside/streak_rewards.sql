create or replace function period.streak_rewards(streaks period.streak[])
returns table (month date, agent text, amount numeric, months integer)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select e.*
      from (select s.document, array_agg(k) as streaks
              from unnest(streaks) k
              join period.closing c using (month, revision)
              join period.closing_scheme f using (month, revision, scheme)
              join score.scheme s using (scheme, version)
             group by s.scheme, s.version) v
     cross join lateral period.streak_earnings(v.document, v.streaks) e
$$;

comment on function period.streak_rewards(period.streak[]) is
    'What streaks of firsts at the end of closed months earn (period.streak_earnings).';
