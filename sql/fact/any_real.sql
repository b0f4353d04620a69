create or replace function fact.any_real() returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select exists (select from fact.conversation c where c.conversation !~ '^c[0-9a-z]{6}-[0-9]+$')
        or exists (select from fact.order_event o where o.order_id !~ '^o[0-9a-z]{6}-[0-9]+$')
        or exists (select from fact.ticket_event t where t.ticket !~ '^t[0-9a-z]{6}-[0-9]+$')
        or exists (select from fact.agent_event a
                    where a.agent !~ '^[a-z]+-[0-9]+$' or a.employee !~ '^E[0-9]{5}$')
$$;

comment on function fact.any_real() is
    'Whether there is an event that meritd generate did not make. Whatever it makes can be told by its id: conversations, '
    'orders, tickets, staff accounts and employee numbers.';
