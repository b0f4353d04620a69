create or replace function period.find_actions(for_month date, for_revision integer, paying text, at timestamptz)
returns table (agent text, action text, because text, due timestamptz)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with scheme as materialized (  -- one row: the scheme that pays
        select f.scheme, f.version, s.document, make_interval(hours => 24 * c.action_days) as usual
          from period.closing_scheme f
          join score.scheme s using (scheme, version)
         cross join period.setting c
         where f.month = for_month and f.revision = for_revision and f.scheme = paying
    ), result as materialized (  -- one row per agent, counted from the last rank
        select r.*, rank() over (partition by r.rank is null, case when r.scope = 'team' then coalesce(r.team, '') end
                                 order by r.rank desc) as from_last,
               bool_or(r.place = 'last') over (partition by case when r.scope = 'team' then coalesce(r.team, '') end)
                   as has_last
          from period.result r
         where r.month = for_month and r.revision = for_revision and r.scheme = paying
    ), found (agent, action, because, due) as (
        select k.agent, k.action, k.because, at + s.usual
          from scheme s
         cross join period.streak_actions(array(select k from period.streak k
                                                 where k.month = for_month and k.revision = for_revision)) k
        union all
        select r.agent, 'improvement_plan', ref.message('ask.rank', r.rank::text),
               at + make_interval(hours => 24 * (s.document #> '{improvement_plan,due_days}')::integer)
          from scheme s
          join result r on r.from_last <= (s.document #> '{improvement_plan,last_ranks}')::integer
         where r.rank is not null and r.has_last and r.place is distinct from 'first'
        union all
        select r.agent, e.review ->> 'action', ref.message('ask.metric', e.review ->> 'metric', trim_scale(m.value)::text), d.starts_at
          from scheme s
         cross join lateral jsonb_array_elements(s.document -> 'reviews') as e(review)
          join period.metric m on m.month = for_month and m.revision = for_revision and m.metric = e.review ->> 'metric'
                              and m.value >= (e.review -> 'least')::numeric
          join result r on r.agent = m.agent
          join ref.day d on d.day = (for_month + interval '1 month')::date + (e.review -> 'due')::integer
        union all
        select g.agent, g.action, g.because, at + s.usual
          from scheme s
         cross join period.gap_actions(for_month, s.scheme, s.version) g
          join result r on r.agent = g.agent
    )
    select distinct on (f.agent, f.action) f.agent, f.action, f.because, f.due
      from found f
     order by f.agent, f.action, f.because
$$;

comment on function period.find_actions(date, integer, text, timestamptz) is
    'What a frozen month asks people to do: coaching and reviews for streaks that are reached, improvement plans for the '
    'last ranks (of a ranking that has a last place), and the steps where a self mark is several grades away from the mark '
    'it is compared with (period.gap_actions). because: a message of ref.say. due counts from the instant given; of '
    'reviews that a metric asks for it is the end of a day of the following month.';
