-- A figure is the person's, as a streak is (period.streaks_after): of whoever had the account all month. Of two accounts of one person
-- that of the agent's own name counts.

create or replace function score.carried(for_month date, for_revision integer, for_scheme text, indicators text[])
returns table (agent text, indicator text, value numeric)
language sql stable rows 200
set search_path = pg_catalog, pg_temp
as $$
    select distinct on (f.agent, i.indicator) f.agent, i.indicator, i.value
      from period.indicator i
      left join ref.agent_alias a on a.account = i.agent and a.days @> daterange(for_month, (for_month + interval '1 month')::date)
     cross join lateral (select coalesce(a.agent, i.agent) as agent) f
     where i.month = for_month and i.revision = for_revision and i.scheme = for_scheme and i.indicator = any (indicators)
       and i.value is not null
     order by f.agent, i.indicator, a.agent is not null, i.agent
$$;

comment on function score.carried(date, integer, text, text[]) is
    'One row per agent, as called now, and indicator of a scheme that has a value in a revision of a closed month: what the next month takes over.';
