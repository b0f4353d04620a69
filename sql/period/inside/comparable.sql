-- What people record brings its own names, which may come late: marks and tallies in every version, ratings by dimension
-- (csat:) since the version that knows repeat_sales, too.

create or replace function period.comparable(items period.item[], frozen period.item[]) returns period.item[]
language sql stable strict
set search_path = pg_catalog, pg_temp
as $$
    with known as materialized (
        select distinct f.name from unnest(frozen) f where f.item = 'metric'
    )
    select array(select i from unnest(items) i
                  where i.item <> 'metric' or i.name in (select k.name from known k)
                     or i.name like '%:%' and (i.name not like 'csat:%' or 'repeat_sales' in (select k.name from known k))
                     or not exists (select from known))
$$;

comment on function period.comparable(period.item[], period.item[]) is
    'The items, but for metrics that the version of meritd that froze the others did not know: those are new, and not changed.';
