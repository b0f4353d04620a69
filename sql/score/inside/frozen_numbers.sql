create or replace function score.frozen_numbers(indicator score.indicator, frozen score.point[], subjects score.subject[])
returns numeric[]
language sql immutable
set search_path = pg_catalog, pg_temp
as $$
    select array_agg(x.numbers order by x.number)
      from (select c.number, array_agg(case when f.numbers is null then f.value else f.numbers[c.number] end
                                             order by s.place) as numbers
              from generate_series(1, jsonb_array_length(indicator.expressions)) as c(number)
             cross join unnest(subjects) with ordinality as s(agent, team, place)
              left join unnest(frozen) f on f.agent = s.agent and f.indicator = indicator.indicator
             group by c.number) x
$$;

comment on function score.frozen_numbers(score.indicator, score.point[], score.subject[]) is
    'The frozen values of an indicator, as its rule gets them: numbers[value][subject].';
