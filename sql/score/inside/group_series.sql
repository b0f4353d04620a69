create or replace function score.group_series(for_month date, leaves jsonb[], subjects score.subject[])
returns setof score.series
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with wanted as (
        select l.leaf, l.leaf ->> 'of' as whose, l.leaf ->> 'metric' as metric
          from unnest(leaves) as l(leaf) where l.leaf ? 'of'
    ), found as materialized (  -- one row per team, or of the shop, and metric
        select w.whose, g.name, g.metric, g.value
          from (select distinct whose from wanted) w
         cross join lateral rollup.group_metrics(w.whose, 'month', for_month) g
    )
    select w.leaf, array_agg(f.value order by s.place)
      from wanted w
     cross join unnest(subjects) with ordinality as s(agent, team, place)
      left join found f on f.whose = w.whose and f.metric = w.metric and f.name = case w.whose when 'team' then s.team else '' end
     group by w.leaf
$$;

comment on function score.group_series(date, jsonb[], score.subject[]) is
    'The part of score.amounts for metrics of teams and of the shop. Who is in no team has no metric of one.';
