-- A closed month keeps its results: whoever is named afterwards as the owner of an account has none of them.

create or replace function pay.alias_owners(for_month date, accounts text[])
returns table (account text, agent text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select a.account, x.agent
      from unnest(accounts) as a(account)
      join ref.agent_alias x on x.account = a.account and x.days @> daterange(for_month, (for_month + interval '1 month')::date)
     where not exists (select from period.result r
                        where r.month = for_month and r.revision = (select period.latest(for_month)) and r.agent = a.account)
$$;

comment on function pay.alias_owners(date, text[]) is
    'One row per given account that an alias says was another agent''s all month, and that has no frozen result of its own in it: that agent.';
