create or replace function rollup.add_dimensions(new settled.survey[], old settled.survey[]) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
    select rollup.merge_dimensions(array(
        select row(g.grain, date_trunc(g.grain, c.day::timestamp)::date, c.agent, c.dimension, sum(c.sign),
                   sum(c.sign * c.csat))::rollup.dimension_period
          from (select 1 as sign, n.* from unnest(new) n
                union all
                select -1, o.* from unnest(old) o) c
         cross join (values ('day'), ('month')) as g(grain)
         where c.dimension is not null and c.day >= (select ref.kept_from())
         group by g.grain, date_trunc(g.grain, c.day::timestamp), c.agent, c.dimension))
$$;

comment on function rollup.add_dimensions(settled.survey[], settled.survey[]) is
    'Adds surveys that came to rollup.dimension_period, and takes off surveys that went.';
