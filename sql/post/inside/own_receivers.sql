create or replace function post.own_receivers(for_month date)
returns table (receiver text, agent text)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with own as materialized (select r.receiver, r.options ->> 'agent' as agent from post.receiver r where r.enabled and r.options ? 'agent'),
    people as materialized (select p.agent, p.person from pay.people(period.month_name(for_month)) p where exists (select from own))
    select w.receiver, w.agent from own w
     union
    select w.receiver, o.agent from own w join people p on p.agent = w.agent join people o on o.person = p.person
$$;

comment on function post.own_receivers(date) is
    'One row per enabled receiver of one person and account that was this person''s in a month (post.accounts).';
