create or replace function rollup.add_clocks() returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    with change as (
        delete from ingest.clock returning source, day, change
    ), sum as materialized (
        select c.source, c.day, sum(c.change) as change from change c group by c.source, c.day having sum(c.change) <> 0
    ), gone as (
        delete from rollup.clock r using sum s
         where (r.source, r.day) = (s.source, s.day) and r.answers + s.change = 0
    )
    insert into rollup.clock as r (source, day, answers)
    select s.source, s.day, s.change
      from sum s
     where not exists (select from rollup.clock k where (k.source, k.day) = (s.source, s.day) and k.answers + s.change = 0)
    on conflict (source, day) do update set answers = r.answers + excluded.answers
$$;

comment on function rollup.add_clocks() is
    'Adds to rollup.clock what writes have left in ingest.clock. The settler calls it, after it has taken its dirty rows: so '
    'what a settled write left is added.';
