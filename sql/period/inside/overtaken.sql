-- A closed month was made of the last revision that there was of the month before.

create or replace function period.overtaken(for_month date)
returns table (month date, scheme text, agent text, indicator text, was numeric, becomes numeric)
language sql stable rows 20
set search_path = pg_catalog, pg_temp
as $$
    with this as materialized (  -- one row, if the month is closed, and the month before has been closed or revised since
        select c.month, c.revision, b.month as before, b.then, b.now
          from (select x.* from period.closing x where x.month = for_month order by x.revision desc limit 1) c
         cross join lateral (
               select (for_month - interval '1 month')::date as month, max(p.revision) filter (where p.recorded_at < c.recorded_at) as then,
                      max(p.revision) as now
                 from period.closing p where p.month = (for_month - interval '1 month')::date) b
         where b.now is distinct from b.then
    ), taken as materialized (
        select t.month, t.revision, k.scheme, k.indicator, k.otherwise, t.before, t.then, t.now
          from this t cross join lateral (select x.* from period.taken(t.month) x offset 0) k
    ), value as (  -- one row per agent and indicator, in one of both revisions or in both
        select t.month, t.revision, t.scheme, v.agent, t.indicator, coalesce(max(v.value) filter (where not v.now), t.otherwise) as was,
               coalesce(max(v.value) filter (where v.now), t.otherwise) as becomes
          from taken t
         cross join lateral (
               select c.agent, c.value, false as now from score.carried(t.before, t.then, t.scheme, array[t.indicator]) c
               union all
               select c.agent, c.value, true from score.carried(t.before, t.now, t.scheme, array[t.indicator]) c) v
         group by t.month, t.revision, t.scheme, v.agent, t.indicator, t.otherwise
    )
    select v.month, v.scheme, v.agent, v.indicator, v.was, v.becomes
      from value v
      join period.result r on r.month = v.month and r.revision = v.revision and r.scheme = v.scheme and r.agent = v.agent
     where v.was <> v.becomes
     order by v.scheme, v.agent collate "C", v.indicator
$$;

comment on function period.overtaken(date) is
    'One row per figure that a closed month took over from the month before, and that a close or revision of that month changed since: what it '
    'was made with, and what a revision would make it with.';
