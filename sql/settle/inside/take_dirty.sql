-- The oldest rows of the dirty list, joined into one: as many as name about so many things, at least one
-- row (a row names what one batch changed).

create or replace function settle.take_dirty(names integer default 100000) returns ingest.dirty
language sql
set search_path = pg_catalog, pg_temp
as $$
    with oldest as (
        select d.id, d.names from ingest.dirty d order by d.id limit 1000
    ), chosen as (
        select o.id, sum(o.names) over (order by o.id) - o.names as before from oldest o
    ), taken as materialized (
        delete from ingest.dirty d
         where d.id in (select c.id from chosen c where c.before < take_dirty.names)
        returning d.*
    )
    select count(*),
           (select array_agg(u.x) from (select unnest(t.customers) as x from taken t) u),
           (select array_agg(u.x) from (select unnest(t.days) as x from taken t) u),
           (select array_agg(u.x) from (select unnest(t.conversations) as x from taken t) u),
           (select array_agg(u.x) from (select unnest(t.orders) as x from taken t) u),
           (select array_agg(u.x) from (select unnest(t.tickets) as x from taken t) u),
           (select array_agg(u.x) from (select unnest(t.surveys) as x from taken t) u),
           coalesce(sum(taken.names), 0),
           (select array_agg(u.x) from (select unnest(t.staff) as x from taken t) u),
           (select array_agg(u.x) from (select unnest(t.staff_days) as x from taken t) u)
      from taken
$$;

comment on function settle.take_dirty(integer) is
    'Deletes and returns the oldest rows of ingest.dirty as one row; its id is their number.';
