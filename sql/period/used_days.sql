-- As period.used_months. A function, since a plan of the lists themselves would tell a lead how many agents are in them.

create or replace function period.used_days() returns setof date
language sql stable security definer rows 1000
set search_path = pg_catalog, pg_temp
set jit = off
as $$
    with recursive rolled as (
        (select r.start as day from rollup.agent_period r where r.grain = 'day' order by r.start limit 1)
        union all
        select (select p.start from rollup.agent_period p where p.grain = 'day' and p.start > r.day order by p.start limit 1)
          from rolled r where r.day is not null
    ), tallied as (
        select min(t.day) as day from fact.tally t
        union all
        select (select min(t.day) from fact.tally t where t.day > a.day) from tallied a where a.day is not null
    )
    select r.day from rolled r where r.day is not null
    union
    select a.day from tallied a where a.day is not null
$$;

comment on function period.used_days() is 'The business days with anything in them, even if only by a typing error.';
