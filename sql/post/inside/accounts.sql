create or replace function post.accounts(for_month date, agent text) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with people as materialized (select p.* from pay.people(period.month_name(for_month)) p)
    select array(
        select accounts.agent
         union
        select o.agent from people p join people o using (person) where p.agent = accounts.agent
         order by 1)
$$;

comment on function post.accounts(date, text) is
    'The accounts that were the same person''s as this one in a month (pay.people), itself among them.';
