create or replace function score.target_series(of_period text, leaves jsonb[], subjects score.subject[])
returns setof score.series
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select l.leaf, array_agg(t.value order by s.place)
      from unnest(leaves) as l(leaf)
     cross join unnest(subjects) with ordinality as s(agent, team, place)
      left join fact.last_target t
        on t.period = of_period and t.agent = s.agent and t.metric = l.leaf ->> 'target'
     where l.leaf ? 'target'
     group by l.leaf
$$;

comment on function score.target_series(text, jsonb[], score.subject[]) is 'The part of score.amounts for targets.';
