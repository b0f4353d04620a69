create or replace function pay.own_accounts(for_month date) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with people as materialized (select p.* from pay.people(period.month_name(for_month)) p)
    select array(
        select p.agent from people p where p.person = (select pay.own_person(for_month))
         union
        select m.agent from (select merit.me() as agent) m
         where m.agent is not null and not exists (select from people p where p.agent = m.agent)
         order by 1)
$$;

comment on function pay.own_accounts(date) is
    'The accounts that were the caller''s in a month (pay.own_person): not its own account if that was somebody else''s then.';
