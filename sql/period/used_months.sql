-- Each list is walked along an index, a step per month, without reading every row.

create or replace function period.used_months() returns setof date
language plpgsql stable security definer rows 24
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    with recursive rolled as (
        (select r.start as month from rollup.agent_period r where r.grain = 'month' order by r.start limit 1)
        union all
        select (select p.start from rollup.agent_period p where p.grain = 'month' and p.start > r.month order by p.start limit 1)
          from rolled r where r.month is not null
    ), tallied as (  -- this and the others: by a record alone (fact.present)
        select date_trunc('month', min(t.day))::date as month from fact.tally t
        union all
        select date_trunc('month', (select min(t.day) from fact.tally t where t.day >= a.month + interval '1 month'))::date
          from tallied a where a.month is not null
    ), marked as (
        select min(k.period) as period from fact.mark k
        union all
        select (select min(k.period) from fact.mark k where k.period > a.period) from marked a where a.period is not null
    ), targeted as (
        select min(g.period) as period from fact.target g
        union all
        select (select min(g.period) from fact.target g where g.period > a.period) from targeted a where a.period is not null
    )
    select r.month from rolled r where r.month is not null
    union
    select a.month from tallied a where a.month is not null
    union
    select to_date(n.period, 'YYYY-MM')
      from (select a.period from marked a
            union
            select a.period from targeted a
             where exists (select from fact.target g where g.period = a.period and g.metric = 'sales')) n
     where n.period ~ '^\d{4}-\d\d$' and n.period between '2000-01' and '2100-12';  -- and not a longer period
end $$;

comment on function period.used_months() is
    'The months (first days) with anything in them, even if only by a typing error.';
