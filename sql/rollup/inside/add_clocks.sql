create or replace function rollup.add_clocks() returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    with change as (
        delete from ingest.clock returning source, day, change
    )
    merge into rollup.clock r
    using (select c.source, c.day, sum(c.change) as change from change c group by c.source, c.day having sum(c.change) <> 0) s
       on (r.source, r.day) = (s.source, s.day)
     when matched and r.answers + s.change = 0 then delete
     when matched then update set answers = r.answers + s.change
     when not matched then insert values (s.source, s.day, s.change)
$$;

comment on function rollup.add_clocks() is
    'Adds to rollup.clock what writes have left in ingest.clock. The settler calls it, after it has taken its dirty rows: so '
    'what a settled write left is added.';
