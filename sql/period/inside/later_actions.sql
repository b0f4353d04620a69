-- Looks only at actions that streaks ask for: no other action depends on earlier months.

create or replace function period.later_actions(for_month date)
returns table (month date, agent text, action text, because text, was text, becomes text, id bigint)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with asked as (  -- one row per action that streaks ask for now
        select a.*
          from period.streak_actions(array(select b from period.streaks_before('infinity', false) b)) a
         where a.month > for_month
    ), known as (  -- one row per action of a streak that was asked for
        select n.*
          from period.action_now n
          join period.closing c on c.month = n.month and c.revision = period.latest(n.month)
          join period.closing_scheme f on (f.month, f.revision, f.scheme) = (c.month, c.revision, c.scheme)
          join score.scheme s on (s.scheme, s.version) = (f.scheme, f.version)
         where n.month > for_month
           and s.document -> 'streaks' @> jsonb_build_array(jsonb_build_object('action', n.action))
    )
    select month, agent, action, coalesce(a.because, k.because), k.state,
           case when a.month is not null then 'open' when k.state = 'open' then 'waived' else k.state end, k.id
      from known k
      full join asked a using (month, agent, action)
     where case when a.month is null then k.state in ('open', 'done')
                else k.id is null or k.state = 'waived' and k.by_revision or k.state = 'open' and k.because <> a.because end
     order by month, agent collate "C", action
$$;

comment on function period.later_actions(date) is
    'One row per action of a later closed month that is not what the streaks, by the revised results, ask for: its state '
    'now (NULL: there is no such action), and the state that it gets. An action that is no longer asked for is waived, '
    'but stays done if it was done. An action that is asked for is opened, unless a person waived it. An action that '
    'stays open has a row when it is now asked for in other words.';
