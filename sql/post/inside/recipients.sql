create or replace function post.recipients(message post.message) returns setof text
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with concerned as materialized (select post.concerned(message) as agents)
    select r.receiver
      from post.receiver r
     where r.enabled
       and (not r.options ? 'agent'
            or r.receiver = any (array(select o.receiver from post.own_receivers(period.last_month(coalesce(message.term, period.month_name(message.month)))) o cross join concerned n where o.agent = any (n.agents))))
$$;

comment on function post.recipients(post.message) is
    'The enabled receivers of a posting: those of everybody''s, and of one person''s own those whose person it concerns (post.concerned).';
