-- By its events, not by what is settled: an excluded ticket has no settled row, and may be included again. A complaint that names
-- no time is due within look_back of its creation.

create or replace function fact.ticket_stays(ticket text, kept_from date) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select exists (select from fact.ticket_event e
                    where e.ticket = ticket_stays.ticket
                      and greatest(e.day, ref.day_of(e.due)) >= kept_from - fact.look_back())
        or exists (select from fact.survey v
                    where v.subject = 'ticket' and v.reference = ticket_stays.ticket and v.day >= kept_from)
$$;

comment on function fact.ticket_stays(text, date) is
    'Whether a ticket stays when facts are kept from a day on: it has an event or is due then or within look_back before, or has a '
    'survey then.';
