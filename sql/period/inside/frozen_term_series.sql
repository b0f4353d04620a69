create or replace function period.frozen_term_series(of_term text, of_revision integer, for_scheme text, for_version integer, subjects score.subject[])
returns score.series[]
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    with metric as materialized (  -- one row per month of which the term is made, agent and metric
        select m.agent, m.metric, m.value
          from period.term_part p
          join period.metric m on m.month = to_date(case when p.part ~ '^\d{4}-\d\d$' then p.part end, 'YYYY-MM') and m.revision = p.part_revision
         where p.term = of_term and p.revision = of_revision
    ), series as (  -- one row per metric or tally and subject
        select l.leaf, s.place,
               case when l.leaf ->> 'over' = 'mean' then trim_scale(round(avg(m.value), 12)) else sum(m.value) end as value
          from (select distinct x.leaf, x.metric from score.leaf x
                 where x.scheme = for_scheme and x.version = for_version and (x.leaf ? 'metric' or x.leaf ? 'tally')) l
         cross join unnest(subjects) with ordinality as s(agent, team, place)
          left join metric m on m.agent = s.agent and m.metric = l.metric
         group by l.leaf, s.place
    )
    select coalesce(array_agg(row(g.leaf, g.numbers)::score.series), '{}')
      from (select s.leaf, array_agg(coalesce(s.value, case when s.leaf ? 'tally' then 0 end) order by s.place) as numbers
              from series s group by s.leaf) g
$$;

comment on function period.frozen_term_series(text, integer, text, integer, score.subject[]) is
    'The metrics and tallies of a term that a scheme names, from what is frozen of its months, as period.term_amounts would give them.';
