create or replace function web.overdue_tickets(for_month date, agents text[]) returns table (key text, id text, agent text, content jsonb)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set jit = off
as $$
begin
    return query
    select to_char(t.due at time zone 'UTC', 'YYYYMMDDHH24MISSUS'), t.ticket::text, t.due_agent::text,
           jsonb_build_object('ticket', t.ticket, 'category', t.category, 'created_day', t.created_day, 'due', t.due,
                              'open', t.due_open is not null,
                              'overdue_seconds', case when t.due_open is not null then round(extract(epoch from merit.now() - t.due)) end)
      from settled.ticket t
     where t.overdue and not t.merged and t.due_day >= for_month and t.due_day < for_month + interval '1 month' and t.due_agent = any (agents);
end $$;

comment on function web.overdue_tickets(date, text[]) is
    'One row per ticket that counts as overdue for one of these agents in the month, the first due first; open: nothing is resolved yet.';
