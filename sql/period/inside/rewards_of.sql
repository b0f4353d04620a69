create or replace function period.rewards_of(
    for_month date, for_revision integer, paying text, document jsonb, results period.result[], streaks period.streak[]
) returns setof pay.entry
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with sharer as (  -- one row per agent in a place, numbered among those who share its amount
        select r.agent, r.place, round((document #> array['rewards', r.place, 'amount'])::numeric * 100) as cents,
               row_number() over (grp order by r.agent collate "C") as nth,
               count(*) over (partition by r.place, case when r.scope = 'team' then coalesce(r.team, '') end) as sharers
          from unnest(results) r
         where r.place is not null and document #> array['rewards', r.place, 'amount'] is not null
        window grp as (partition by r.place, case when r.scope = 'team' then coalesce(r.team, '') end)
    ), entry (place, agent, reason, kind, amount, note) as (
        select case h.place when 'first' then 1 else 2 end, h.agent, h.place,
               case when h.cents > 0 then 'reward' else 'penalty' end, period.share_of(h.cents, h.sharers, h.nth),
               case when h.sharers > 1 then ref.message('paid.shared', h.sharers::text) end
          from sharer h
        union all
        select 3, k.agent, 'first_streak', 'reward', k.amount, ref.message('streak.first', k.months::text)
          from period.streak_earnings(document, streaks) k
    )
    select period.month_name(for_month), for_revision, e.agent, paying, e.reason, e.kind, e.amount,
           null::bigint, null::bigint, e.note
      from entry e
     where e.amount <> 0
     order by e.place, e.agent collate "C"
$$;

comment on function period.rewards_of(date, integer, text, jsonb, period.result[], period.streak[]) is
    'The lines that the results of a month and the streaks at its end earn by the document of the scheme that pays: first and last (split '
    'among those who share the place), and rewards for streaks of firsts (the whole amount for each agent). An amount of 0 makes no line.';
