-- The oldest rows of the dirty list, joined into one. id: how many there were.

create or replace function settle.take_dirty(most integer) returns ingest.dirty
language sql
as $$
    with taken as materialized (
        delete from ingest.dirty d
         where d.id in (select n.id from ingest.dirty n order by n.id limit most)
        returning d.*
    )
    select count(*),
           (select array_agg(x) from taken t cross join unnest(t.customers) x),
           (select array_agg(x) from taken t cross join unnest(t.days) x),
           (select array_agg(x) from taken t cross join unnest(t.conversations) x),
           (select array_agg(x) from taken t cross join unnest(t.orders) x),
           (select array_agg(x) from taken t cross join unnest(t.tickets) x),
           (select array_agg(x) from taken t cross join unnest(t.surveys) x)
      from taken
$$;

comment on function settle.take_dirty is
    'Deletes and returns the oldest rows of ingest.dirty as one row; its id is their number.';
