create or replace function period.frozen_series(for_month date, for_revision integer, for_scheme text, for_version integer,
                                                subjects score.subject[])
returns setof score.series
language sql stable
set search_path = pg_catalog, pg_temp
as $$
    select l.leaf, array_agg(coalesce(m.value, case when l.leaf ? 'tally' then 0 end) order by s.place)
      from (select distinct l.leaf, l.metric from score.leaf l
             where l.scheme = for_scheme and l.version = for_version
               and (l.leaf ? 'metric' or l.leaf ? 'tally') and not l.leaf ? 'of') l
     cross join unnest(subjects) with ordinality as s(agent, team, place)
      left join period.metric m on (m.month, m.revision, m.agent, m.metric) = (for_month, for_revision, s.agent, l.metric)
     group by l.leaf
$$;

comment on function period.frozen_series(date, integer, text, integer, score.subject[]) is
    'The amounts of a scheme that are frozen metrics of agents, as score.amounts would give them.';
