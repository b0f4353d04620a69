-- Step 3. Settles tickets.

create or replace function settle.apply_tickets(
    tickets text[], as_of timestamptz,
    out reassigned text[],                -- their surveys may follow them to another agent
    out lines      rollup.agent_period[]  -- the difference of what they count, with its sign
)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    old   settled.ticket[];
    new   settled.ticket[];
begin
    if cardinality(tickets) > 0 is not true then
        return;
    end if;
    with fresh as materialized (
        select f from settle.tickets_of(tickets, as_of) f
    ), stored as materialized (
        select s from settled.ticket s where s.ticket in (select distinct unnest(tickets))
    ), difference as (
        select stored.s, fresh.f
          from fresh
          full join stored on (stored.s).ticket = (fresh.f).ticket
         where stored.s is distinct from fresh.f
    )
    select array_agg(d.s) filter (where (d.s).ticket is not null),
           array_agg(d.f order by (d.f).ticket) filter (where (d.f).ticket is not null)
      into old, new
      from difference d;

    lines := rollup.lines_of('ticket_line', 'ticket', array(select o.ticket from unnest(old) o), '-');
    delete from settled.ticket s using unnest(old) o where s.ticket = o.ticket;
    insert into settled.ticket select n.* from unnest(new) n;
    lines := lines || rollup.lines_of('ticket_line', 'ticket', array(select n.ticket from unnest(new) n));

    select array_agg(coalesce(n.ticket, o.ticket)) into reassigned
      from unnest(old) o
      full join unnest(new) n using (ticket)
     where (o.resolution_agents, o.resolution_at, o.owners, o.owned_at)
           is distinct from (n.resolution_agents, n.resolution_at, n.owners, n.owned_at);
end $$;

comment on function settle.apply_tickets(text[], timestamptz) is 'Settles the tickets named as of an instant.';
