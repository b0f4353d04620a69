create or replace function fact.drop_tickets(kept_from date, after text, most integer, dry_run boolean)
returns table (last text, month date, dropped bigint)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
    page text[];
    old  text[];
begin
    if not dry_run then
        perform settle.lock(true);
    end if;
    page := array(select distinct e.ticket from fact.ticket_event e where e.ticket > after order by 1 limit most);
    old := array(select t from unnest(page) t where not fact.ticket_stays(t, drop_tickets.kept_from));
    return query
    select page[cardinality(page)], m.month, count(m.month)
      from (select date_trunc('month', max(e.day))::date as month from fact.ticket_event e where e.ticket = any (old)
             group by e.ticket
            union all select null where cardinality(page) > 0) m
     group by m.month;
    if not dry_run then
        delete from fact.ticket_event e where e.ticket = any (old);
        delete from settled.ticket t where t.ticket = any (old);
    end if;
end $$;

comment on function fact.drop_tickets(date, text, integer, boolean) is
    'Deletes, of the next so many tickets after an id, those that do not stay when facts are kept from a day on (dry_run: deletes '
    'nothing). Returns the last of the tickets, and how many go by the month of their last event; no row when there are no more.';
