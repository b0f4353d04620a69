create or replace function fact.ticket_stays(ticket text, kept_from date) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select exists (select from fact.ticket_event e
                    where e.ticket = ticket_stays.ticket and e.day >= kept_from - fact.look_back())
        or exists (select from settled.ticket t
                    where t.ticket = ticket_stays.ticket and t.due_day >= kept_from - fact.look_back())
        or exists (select from fact.survey v
                    where v.subject = 'ticket' and v.reference = ticket_stays.ticket and v.day >= kept_from)
$$;

comment on function fact.ticket_stays(text, date) is
    'Whether a ticket stays when facts are kept from a day on: it has an event or is due then or within look_back before, or has a '
    'survey then.';
