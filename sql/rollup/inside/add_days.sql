-- Adds lines to the roll-up. A sum that becomes 0 leaves no row, so that rows tell nothing of history.

create or replace function rollup.add_days(lines rollup.line[]) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    with change as (
        select l.agent, l.start as day, l.measure, l.bucket, sum(l.value) as value
          from unnest(lines) l
         group by l.agent, l.start, l.measure, l.bucket
        having sum(l.value) <> 0
    )
    insert into rollup.agent_day as r (agent, day, measure, bucket, value)
    select * from change c order by c.day, c.agent, c.measure, c.bucket
    on conflict (day, agent, measure, bucket) do update set value = r.value + excluded.value;

    delete from rollup.agent_day r
     using (select distinct l.start, l.agent from unnest(lines) l) c
     where r.day = c.start and r.agent = c.agent and r.value = 0
$$;

comment on function rollup.add_days is 'Adds lines (already with their sign) to rollup.agent_day.';
