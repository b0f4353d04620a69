create or replace function period.used_months() returns setof date
language sql stable rows 24
set search_path = pg_catalog, pg_temp
as $$
    with recursive rolled as (  -- one row per month, found along the key without reading every row
        (select r.start as month from rollup.agent_period r where r.grain = 'month' order by r.start limit 1)
        union all
        select (select p.start from rollup.agent_period p where p.grain = 'month' and p.start > r.month order by p.start limit 1)
          from rolled r where r.month is not null
    )
    select r.month from rolled r where r.month is not null
    union
    select p.start from fact.present p where p.grain = 'month'
$$;

comment on function period.used_months() is
    'The months (first days) with anything in them, even if only by a typing error.';
