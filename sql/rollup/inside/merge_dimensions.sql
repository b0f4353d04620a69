-- What rollup.merge is to agents' sums: for surveys that are settled, and for what a row lacks.

create or replace function rollup.merge_dimensions(deltas rollup.dimension_period[]) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    merge into rollup.dimension_period r
    using (select * from unnest(deltas) d order by d.grain, d.start, d.agent, d.dimension) d
       on (r.grain, r.start, r.agent, r.dimension) = (d.grain, d.start, d.agent, d.dimension)
     when matched and r.surveys + d.surveys = 0 then delete
     when matched then update set surveys = r.surveys + d.surveys, csat_sum = trim_scale(r.csat_sum + d.csat_sum)
     when not matched and d.surveys > 0 then insert values (d.grain, d.start, d.agent, d.dimension, d.surveys, trim_scale(d.csat_sum))
$$;

comment on function rollup.merge_dimensions(rollup.dimension_period[]) is
    'Adds to rollup.dimension_period: to rows, makes those that are missing, and takes away those that count nothing any more.';
