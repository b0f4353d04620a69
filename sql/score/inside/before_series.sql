create or replace function score.before_series(for_month date, for_scheme text, leaves jsonb[], subjects score.subject[])
returns setof score.series
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with wanted as (
        select l.leaf, l.leaf ->> 'before' as indicator, (l.leaf -> 'otherwise')::numeric as otherwise
          from unnest(leaves) as l(leaf) where l.leaf ? 'before'
    ), before as (  -- one row: the month before, and its last revision
        select (for_month - interval '1 month')::date as month,
               (select max(c.revision) from period.closing c where c.month = (for_month - interval '1 month')::date) as revision
    ), frozen as materialized (  -- one row per agent and indicator
        select c.*
          from before b
         cross join lateral score.carried(b.month, b.revision, for_scheme, array(select w.indicator from wanted w)) c
    )
    select w.leaf, array_agg(coalesce(f.value, w.otherwise) order by s.place)
      from wanted w
     cross join unnest(subjects) with ordinality as s(agent, team, place)
      left join frozen f on f.indicator = w.indicator and f.agent = s.agent
     group by w.leaf
$$;

comment on function score.before_series(date, text, jsonb[], score.subject[]) is
    'The part of score.points for what is taken over from the month before: an indicator''s value as the last revision of that month froze it, '
    'whatever the scheme''s version then; where there is none, otherwise.';
