create or replace function pay.owners(of_period text, accounts text[])
returns table (agent text, person text, employee text, name text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with people as materialized (select p.* from pay.people(of_period) p)
    select a.agent, coalesce(p.person, pay.person(o.agent, null)), p.employee, p.name
      from unnest(accounts) as a(agent)
      left join pay.alias_owners(of_period, accounts) x on x.account = a.agent
     cross join lateral (select coalesce(x.agent, a.agent) as agent) o
      left join people p on p.agent = o.agent
$$;

comment on function pay.owners(text, text[]) is
    'One row per given account: whose it was in a month or term (pay.people). An account that was another''s all month (pay.alias_owners) is that agent''s '
    'person''s.';
