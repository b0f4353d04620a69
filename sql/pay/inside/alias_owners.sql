-- A closed month keeps its results: whoever is named afterwards as the owner of an account has none of them.

create or replace function pay.alias_owners(of_period text, accounts text[])
returns table (account text, agent text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select a.account, x.agent
      from (select period.last_month(of_period) as month) p
     cross join unnest(accounts) as a(account)
      join ref.agent_alias x on x.account = a.account and x.days @> daterange(p.month, (p.month + interval '1 month')::date)
     where not exists (select from period.result r
                        where r.month = period.month_of(of_period) and r.revision = (select period.part_closed(of_period)) and r.agent = a.account)
       and not exists (select from period.term_result r
                        where r.term = of_period and r.revision = (select period.part_closed(of_period)) and r.agent = a.account)
$$;

comment on function pay.alias_owners(text, text[]) is
    'One row per given account that an alias says was another agent''s all month (of a term: its last one), and that has no frozen result of its '
    'own in the month or term of this name: that agent.';
