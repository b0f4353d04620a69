create or replace function period.streak_actions(streaks period.streak[])
returns table (month date, agent text, action text, because text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select distinct on (k.month, k.agent, k.action) k.month, k.agent, k.action, v.because
      from unnest(streaks) k
      join period.closing c using (month, revision)
      join period.result r using (month, revision, scheme, agent)
     cross join lateral (select case when k.months = 1 then ref.message('ask.total', r.total::text)
                                     else ref.message('streak.' || k.condition, k.count::text) end) v(because)
     where k.reached and k.action <> 'reward'
     order by k.month, k.agent, k.action, v.because
$$;

comment on function period.streak_actions(period.streak[]) is
    'What the streaks at the end of closed months ask people to do, once per month and agent, and why.';
