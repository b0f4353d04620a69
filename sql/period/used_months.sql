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
    select m.month from ref.month m  -- by a record alone (fact.present), asked month by month, from the first to the last
     where m.ends > (select min(t.day) from fact.tally t) and m.month <= (select max(t.day) from fact.tally t)
       and (select true from fact.tally t where t.day >= m.month and t.day < m.ends order by t.day limit 1)
    union
    select m.month from ref.month m
     where m.name >= (select min(k.period) from fact.mark k) and m.name <= (select max(k.period) from fact.mark k)
       and (select true from fact.mark k where k.period = m.name order by k.agent limit 1)
    union
    select m.month from ref.month m
     where m.name >= (select min(g.period) from fact.target g) and m.name <= (select max(g.period) from fact.target g)
       and (select true from fact.target g where g.period = m.name and g.metric = 'sales' order by g.agent limit 1)
$$;

comment on function period.used_months() is
    'The months (first days) with anything in them, even if only by a typing error.';
