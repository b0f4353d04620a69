create or replace function score.frozen_verdicts(indicator score.indicator, frozen score.point[], subjects score.subject[])
returns score.verdict[]
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select array(
        select row(f.value, f.points, f.edge, f.next_edge, null)::score.verdict
          from unnest(subjects) with ordinality as s(agent, team, place)
          left join unnest(frozen) f on f.agent = s.agent and f.indicator = indicator.indicator
         order by s.place)
$$;

comment on function score.frozen_verdicts(score.indicator, score.point[], score.subject[]) is
    'What is frozen of an indicator, as verdicts.';
