-- A streak is the person's, whatever the accounts are called. The results of a month are of whoever had the account all month; of one
-- that was lent for some days they are two persons', and stay with the name. Two accounts of one person are in the longer streak.

create or replace function period.streaks_of(
    for_month date, for_revision integer, document jsonb, results period.result[], before period.streak[]
) returns setof period.streak
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with rule as (  -- one row per kind of streak that the scheme counts
        select distinct r ->> 'when' as condition, r ->> 'action' as action, (r -> 'months')::integer as months,
               (r ->> 'starts_again')::boolean as starts_again,
               (document ->> 'pass_mark')::numeric as pass_mark,
               (document ->> 'coaching_below')::numeric as coaching_below
          from jsonb_array_elements(document -> 'streaks') r
    ), earlier as (  -- one row per person and rule
        select distinct on (agent, b.condition, b.action, b.months)
               coalesce(a.agent, b.agent) as agent, b.condition, b.action, b.months, b.count, b.reached
          from unnest(before) b
          left join ref.agent_alias a on a.account = b.agent and a.days @> daterange((for_month - interval '1 month')::date, for_month)
         where b.month = (for_month - interval '1 month')::date
         order by agent, b.condition, b.action, b.months, b.count desc, b.reached desc
    ), held as (  -- one row per agent and rule whose condition holds this month
        select p.agent, r.condition, r.action, r.months,
               case when b.agent is null or (b.reached and r.starts_again) then 1 else b.count + 1 end as count
          from rule r
          join unnest(results) p on true
          left join ref.agent_alias a on a.account = p.agent and a.days @> daterange(for_month, (for_month + interval '1 month')::date)
          left join earlier b on (b.agent, b.condition, b.action, b.months)
                               = (coalesce(a.agent, p.agent), r.condition, r.action, r.months)
         where p.rank is not null
           and case r.condition when 'first' then p.place = 'first' when 'last' then p.place = 'last'
                    when 'below_pass_mark' then p.total < r.pass_mark
                    when 'below_coaching' then p.total < r.coaching_below end
           and not exists (select from period.skipped s where s.month = for_month)
    )
    select for_month, for_revision, h.agent, h.condition, h.action, h.months, h.count, h.count >= h.months
      from held h
$$;

comment on function period.streaks_of(date, integer, jsonb, period.result[], period.streak[]) is
    'The streaks at the end of a month, from its results by the scheme that pays (document) and the streaks at the end of the month before '
    '(others in before are ignored). An agent who is not ranked is in no streak; a skipped month has none.';
