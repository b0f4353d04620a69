-- Adds lines to the roll-up. A sum that becomes 0 leaves no row, so that rows tell nothing of history.

create or replace function rollup.add_months(lines rollup.line[]) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    with change as (
        select l.agent, date_trunc('month', l.start)::date as month, l.measure, l.bucket,
               sum(l.value) as value
          from unnest(lines) l
         group by 1, 2, 3, 4
        having sum(l.value) <> 0
    )
    insert into rollup.agent_month as r (agent, month, measure, bucket, value)
    select * from change c order by c.month, c.agent, c.measure, c.bucket
    on conflict (month, agent, measure, bucket) do update set value = r.value + excluded.value;

    delete from rollup.agent_month r
     using (select distinct date_trunc('month', l.start)::date as month, l.agent from unnest(lines) l) c
     where r.month = c.month and r.agent = c.agent and r.value = 0
$$;

comment on function rollup.add_months is 'Adds lines (already with their sign) to rollup.agent_month.';
