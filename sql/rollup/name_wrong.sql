create or replace function rollup.name_wrong(of_day date) returns bigint
language plpgsql strict
set search_path = pg_catalog, pg_temp
as $$
declare
    wrong   constant record := rollup.wrong(of_day);
    portion constant integer := 50;  -- so much is settled at once
    mark    bigint;
begin
    with named as (
        select 'contact' as kind, c::text as id from unnest(wrong.contacts) c
        union select 'order', o from unnest(wrong.orders) o
        union select 'ticket', t from unnest(wrong.tickets) t
        union select 'survey', s::text from unnest(wrong.surveys) s
    ), placed as (
        select n.*, (row_number() over (partition by n.kind order by n.id) - 1) / portion as portion from named n
    ), written as (
        insert into ingest.dirty (customers, days, orders, tickets, surveys)
        select array_agg(p.id::uuid) filter (where p.kind = 'contact'), array_agg(of_day) filter (where p.kind = 'contact'),
               array_agg(p.id) filter (where p.kind = 'order'), array_agg(p.id) filter (where p.kind = 'ticket'),
               array_agg(p.id::bigint) filter (where p.kind = 'survey')
          from placed p
         group by p.kind, p.portion
        returning id
    )
    select max(w.id) into mark from written w;
    return mark;
end $$;

comment on function rollup.name_wrong(date) is
    'Names in ingest.dirty, at most 50 things a row, what is settled of a business day and not what its facts amount to. Returns '
    'the id of the last row, NULL when there is nothing.';
