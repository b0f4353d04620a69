-- What took time while the hours were others before. Whose hours counts no more here: settled anew, most tickets stay as they are.

create or replace function settle.name_ticket_hours(before ref.team_hours[], after ref.team_hours[]) returns date
language sql
set search_path = pg_catalog, pg_temp
as $$
    with thing as (
        select e.ticket, min(e.day) as day, row_number() over (order by e.ticket) / 5000 as portion
          from (select min(c.first_at) as first_at, max(c.last_at) as last_at from ref.changed_hours(before, after) c) r
          join fact.ticket_event e on e.day >= ref.day_of(r.first_at) and e.at > r.first_at and e.type in ('replied', 'resolved', 'closed')
         where settle.tickets_are_judged()
           and exists (select from fact.ticket_event b where b.ticket = e.ticket and b.type = 'created' and b.at < r.last_at)
         group by e.ticket
    ), named as (
        insert into ingest.dirty (tickets)
        select array_agg(t.ticket) from thing t group by t.portion
    )
    select min(t.day) from thing t
$$;

comment on function settle.name_ticket_hours(ref.team_hours[], ref.team_hours[]) is
    'Names in ingest.dirty, in portions, every ticket of which a reply or resolution may have taken another time after a change of '
    'hours; none unless the rule ticket.clock counts them. Returns the first day of such a reply or resolution; NULL: there is none.';
